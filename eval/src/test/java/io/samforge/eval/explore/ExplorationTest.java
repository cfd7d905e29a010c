package io.samforge.eval.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search skips, keeps and draws, with speeds that cost nothing to compute. */
class ExplorationTest {
  private static final PointTask TASK = new PointTask("SAM-B", true);
  private static final Exploration SEARCH = new Exploration(TASK, Device.ZCU102, 0.8);
  private static final Grid GRID =
      new Grid(
          List.of(NumberFormat.FP32, NumberFormat.W4A4),
          List.of(4, 16, 32),
          List.of(16, 64, 96),
          List.of(0, 4),
          List.of(256, 512),
          List.of(4, 16),
          List.of(8192),
          List.of(128, 512));

  /** Not less than the least cycles, in a way that depends on everything of a point. */
  private static final class Invented implements PointRunner {
    private final List<DesignPoint> computed = new ArrayList<>();

    @Override
    public List<PointSpeed> run(
        PointTask task, List<DesignPoint> points, Consumer<PointSpeed> done) {
      List<PointSpeed> results = points.stream().map(Invented::speed).toList();
      computed.addAll(points);
      results.forEach(done);
      return results;
    }

    static PointSpeed speed(DesignPoint point) {
      long least = TASK.leastCycles(point);
      return new PointSpeed(point, least + least * (point.key().hashCode() & 7) / 20, 1);
    }

    @Override
    public void close() {}
  }

  @Test
  void skipsOnlyWhatIsBeaten(@TempDir Path folder) {
    AreaEstimator estimator = AreaEstimator.standard();
    List<DesignPoint> points = GRID.points().toList();
    Invented runner = new Invented();
    Exploration.Outcome outcome = search(points, runner, folder);
    List<PointResult> all =
        SEARCH.candidates(points, estimator).stream()
            .map(c -> new PointResult(Invented.speed(c.point()), c.area(), OptionalDouble.empty()))
            .toList();
    assertThat(outcome.fitting()).isEqualTo(all.size()).isLessThan(outcome.points());
    assertThat(outcome.results().size()).isLessThan(all.size());
    assertThat(PointResult.front(outcome.results(), Device.ZCU102))
        .isEqualTo(PointResult.front(all, Device.ZCU102))
        .hasSizeGreaterThan(2);
  }

  @Test
  void goesOnWhereItWasStoppedAndDropsALineThatWasCutOff(@TempDir Path folder) throws IOException {
    List<DesignPoint> points = GRID.points().toList();
    Invented first = new Invented();
    Exploration.Outcome whole = search(points, first, folder);
    Path journal;
    try (var files = Files.list(folder)) {
      journal = files.findFirst().orElseThrow();
    }
    String text = Files.readString(journal);
    Files.writeString(journal, text.substring(0, text.length() - 20));
    Invented second = new Invented();
    assertThat(search(points, second, folder)).isEqualTo(whole);
    assertThat(second.computed).hasSize(1);
    assertThat(first.computed).hasSizeGreaterThan(1).containsAll(second.computed);
  }

  @Test
  void drawsAndTellsWhatItFound(@TempDir Path folder) {
    Exploration.Outcome outcome = search(GRID.points().toList(), new Invented(), folder);
    ExploreReport report = new ExploreReport(SEARCH, outcome);
    assertThat(report.text()).anyMatch(line -> line.startsWith("W4A4, fastest"));
    assertThat(report.json()).contains("\"front\": true").contains("\"imagesPerSecond\"");
    assertThat(ExploreChart.of(report).getWidth()).isPositive();
  }

  private static Exploration.Outcome search(
      List<DesignPoint> points, PointRunner runner, Path folder) {
    return SEARCH.run(
        points,
        AreaEstimator.standard(),
        runner,
        new Journal(folder, TASK, "test"),
        Optional.empty(),
        (done, all) -> assertThat(done).isLessThanOrEqualTo(all));
  }
}
