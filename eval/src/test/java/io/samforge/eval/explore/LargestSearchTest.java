package io.samforge.eval.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.sim.synth.Area;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The search of the largest accelerator, with speeds and counts that cost nothing. */
class LargestSearchTest {
  private static final PointTask TASK = new PointTask("SAM-B", true);
  private static final LargestSearch SEARCH = new LargestSearch(TASK, Device.KV260, 0.8);

  /** Twice the least cycles where buffers are small: more than some bounds that come later. */
  private static final class Invented implements PointRunner {
    @Override
    public List<PointSpeed> run(
        PointTask task, List<DesignPoint> points, Consumer<PointSpeed> done) {
      return points.stream().map(Invented::speed).toList();
    }

    static PointSpeed speed(DesignPoint point) {
      long least = TASK.leastCycles(point);
      return new PointSpeed(point, least + least / point.postLanes(), 1);
    }

    @Override
    public void close() {}
  }

  @Test
  void theBestOfAllThatFitIsFound() {
    AreaEstimator estimator = AreaEstimator.standard();
    List<PointResult> fastest =
        SEARCH.fastest(
            NumberFormat.FP32,
            estimator,
            new Invented(),
            (area, speed) -> speed.cycles(),
            key -> {});
    long best =
        LargestSearch.points(NumberFormat.FP32).stream()
            .filter(p -> fits(estimator, p))
            .map(Invented::speed)
            .min(Comparator.comparingLong(PointSpeed::cycles))
            .orElseThrow()
            .cycles();
    assertThat(fastest.get(0).speed().cycles()).isEqualTo(best);
  }

  private static boolean fits(AreaEstimator estimator, DesignPoint point) {
    return Device.KV260.share(estimator.estimate(point)) <= SEARCH.share();
  }

  @Test
  void theCountDecides() {
    List<PointResult> fastest =
        SEARCH.fastest(
            NumberFormat.FP32,
            AreaEstimator.standard(),
            new Invented(),
            (area, speed) -> speed.cycles(),
            key -> {});
    List<DesignPoint> counted = new ArrayList<>();
    AreaSample winner =
        SEARCH.winner(
            fastest,
            point -> {
              counted.add(point);
              return sample(point, counted.size() < 3 ? 100_000 : 90_000);
            });
    assertThat(counted).hasSize(3);
    assertThat(winner.point()).isEqualTo(fastest.get(2).point());
    assertThatThrownBy(() -> SEARCH.winner(fastest, point -> sample(point, 117_120)))
        .isInstanceOf(UserError.class)
        .hasMessage("no accelerator fits 80 % of KV260");
  }

  private static AreaSample sample(DesignPoint point, long lut) {
    return new AreaSample(point, "", "", Map.of(AreaPart.LANES, new Area(lut, 0, 0, 0)));
  }
}
