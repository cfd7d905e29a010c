package io.samforge.eval.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.sim.synth.Area;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertThat(search(point -> sample(point, 1)).winner().point()).isEqualTo(best(0).point());
  }

  /** Those that turn out too large are left out, and the search goes on as far as needed. */
  @Test
  void theCountDecides() {
    List<DesignPoint> counted = new ArrayList<>();
    LargestSearch.Found found =
        search(
            point -> {
              counted.add(point);
              return sample(point, counted.size() < 3 ? 100_000 : 90_000);
            });
    assertThat(counted).containsExactly(best(0).point(), best(1).point(), best(2).point());
    assertThat(found.winner().point()).isEqualTo(best(2).point());
    assertThat(found.results()).extracting(PointResult::point).startsWith(best(0).point());
    assertThatThrownBy(() -> search(point -> sample(point, 117_120)))
        .isInstanceOf(UserError.class)
        .hasMessage("no accelerator fits 80 % of KV260");
  }

  private static LargestSearch.Found search(Function<DesignPoint, AreaSample> count) {
    return SEARCH.run(
        NumberFormat.FP32,
        AreaEstimator.standard(),
        new Invented(),
        (area, speed) -> speed.cycles(),
        count,
        key -> {});
  }

  /** The points that the search chooses from in the order of their speeds, all computed. */
  private static PointSpeed best(int place) {
    return SEARCH.candidates(NumberFormat.FP32, AreaEstimator.standard()).stream()
        .map(c -> c.result(Invented.speed(c.point()), (area, speed) -> 1))
        .sorted(PointResult.FASTEST)
        .toList()
        .get(place)
        .speed();
  }

  /** Nothing that is left out from the start is faster. */
  @Test
  void noPointOfTheGridIsFaster() {
    AreaEstimator estimator = AreaEstimator.standard();
    long best =
        LargestSearch.points(NumberFormat.FP32).stream()
            .filter(p -> fits(estimator, p))
            .map(Invented::speed)
            .min(Comparator.comparingLong(PointSpeed::cycles))
            .orElseThrow()
            .cycles();
    assertThat(best(0).cycles()).isEqualTo(best);
  }

  /**
   * Of points that differ in what is packed, the one with the fewest DSPs; 16-bit logits if they
   * fit.
   */
  @Test
  void asFewLanesArePackedAsFit() {
    AreaEstimator estimator = AreaEstimator.standard();
    List<Candidate> candidates = SEARCH.candidates(NumberFormat.W4A4, estimator);
    assertThat(candidates).anyMatch(c -> c.point().dspLanes() > 0);
    for (Candidate c : candidates) {
      DesignPoint p = c.point();
      if (p.dspLanes() > 0) {
        assertThat(share(estimator, changed(p, p.dspLanes() - 4, p.halfOutputs())))
            .as(p.key())
            .isGreaterThan(SEARCH.share());
      }
      boolean roomForHalves =
          IntStream.rangeClosed(0, p.outputLanes() / 4)
              .anyMatch(i -> share(estimator, changed(p, 4 * i, true)) <= SEARCH.share());
      assertThat(p.halfOutputs()).as(p.key()).isEqualTo(roomForHalves);
    }
  }

  private static DesignPoint changed(DesignPoint p, int dspLanes, boolean halves) {
    return new DesignPoint(
        p.format(),
        p.reductionLanes(),
        p.outputLanes(),
        dspLanes,
        p.tokenDepth(),
        p.postLanes(),
        p.activationBufferWords(),
        p.axiDataWidth(),
        halves);
  }

  private static double share(AreaEstimator estimator, DesignPoint point) {
    return Device.KV260.share(estimator.estimate(point));
  }

  private static boolean fits(AreaEstimator estimator, DesignPoint point) {
    return Device.KV260.share(estimator.estimate(point)) <= SEARCH.share();
  }

  /** A search of one format leaves the record of the others as it is. */
  @Test
  void recordsOfOtherFormatsAreKept() {
    List<AreaSample> recorded =
        List.of(sample(point(NumberFormat.FP32), 1), sample(point(NumberFormat.W4A4), 2));
    AreaSample added = sample(point(NumberFormat.INT8), 3);
    AreaSample changed = sample(point(NumberFormat.W4A4), 4);
    assertThat(EqualResources.replaced(recorded, List.of(changed, added)))
        .containsExactly(recorded.get(0), added, changed);
  }

  @Test
  void anUnknownFormatIsAMistakeOfOneLine(@TempDir Path folder) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(text, true, StandardCharsets.UTF_8);
    int status =
        EqualMain.run(stream, stream, "--formats", "W4A4,W3A3", "--out", folder.toString());
    assertThat(status).isEqualTo(2);
    assertThat(text.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("number format W3A3 is unknown; allowed: FP32, INT8, W6A6, W5A5, W4A4");
    assertThat(folder).isEmptyDirectory();
  }

  private static DesignPoint point(NumberFormat format) {
    return new DesignPoint(format, 16, 32, 0, 256, 4, 8192, 256);
  }

  private static AreaSample sample(DesignPoint point, long lut) {
    return new AreaSample(point, "", "", Map.of(AreaPart.LANES, new Area(lut, 0, 0, 0)));
  }
}
