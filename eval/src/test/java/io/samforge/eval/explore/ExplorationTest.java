package io.samforge.eval.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.sim.synth.Area;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search skips, keeps and draws, with speeds that cost nothing to compute. */
class ExplorationTest {
  private static final PointTask TASK = new PointTask("SAM-B", true);
  private static final Exploration SEARCH = new Exploration(TASK, Device.ZCU102, 0.8);
  private static final EnergyEstimate ENERGY = ModelledEnergy.standard();
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
      long bytes = (point.key().hashCode() >> 3 & 7) * 8_000_000_000L;
      return new PointSpeed(point, least + least * (point.key().hashCode() & 7) / 20, bytes);
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
            .map(c -> c.result(Invented.speed(c.point()), ENERGY))
            .toList();
    assertThat(outcome.fitting()).isEqualTo(all.size()).isLessThan(outcome.points());
    assertThat(outcome.results().size()).isLessThan(all.size());
    assertThat(PointResult.front(outcome.results(), Device.ZCU102))
        .isEqualTo(PointResult.front(all, Device.ZCU102))
        .hasSizeGreaterThan(2);
    assertThat(PointResult.energyFront(outcome.results()))
        .isEqualTo(PointResult.energyFront(all))
        .hasSizeGreaterThan(2);
    for (NumberFormat format : GRID.formats()) {
      assertThat(first(outcome.results(), format)).isEqualTo(first(all, format));
    }
  }

  /** Twice as fast for twice the energy, both with the same area: area knows no second place. */
  @Test
  void frontsAreOfAreaAndOfEnergy() {
    DesignPoint point = GRID.points().findFirst().orElseThrow();
    DesignPoint other = GRID.points().skip(1).findFirst().orElseThrow();
    Area area = new Area(1000, 1000, 10, 10);
    PointResult fast = new PointResult(new PointSpeed(point, 100, 0), area, 2);
    PointResult frugal = new PointResult(new PointSpeed(other, 200, 0), area, 1);
    List<PointResult> both = List.of(frugal, fast);
    assertThat(PointResult.energyFront(both)).containsExactly(fast, frugal);
    assertThat(PointResult.front(both, Device.ZCU102)).containsExactly(fast);
    assertThat(fast.imagesPerJoule()).isEqualTo(0.5);
  }

  /** The first places of a format. */
  private static List<PointResult> first(List<PointResult> results, NumberFormat format) {
    return Stream.of(PointResult.FASTEST, PointResult.SMALLEST, PointResult.MOST_FRUGAL)
        .map(
            order ->
                results.stream().filter(r -> r.point().format() == format).min(order).orElseThrow())
        .toList();
  }

  /** With all points as fast as can be, larger ones that move fewer bytes come late. */
  @Test
  void largerPointsThatTakeLessEnergyAreNotSkipped(@TempDir Path folder) {
    PointRunner runner =
        new PointRunner() {
          @Override
          public List<PointSpeed> run(
              PointTask task, List<DesignPoint> points, Consumer<PointSpeed> done) {
            List<PointSpeed> results = points.stream().map(this::speed).toList();
            results.forEach(done);
            return results;
          }

          private PointSpeed speed(DesignPoint point) {
            long bytes = 5_000_000_000_000L / point.postLanes();
            return new PointSpeed(point, TASK.leastCycles(point), bytes);
          }

          @Override
          public void close() {}
        };
    Grid grid =
        new Grid(
            List.of(NumberFormat.FP32),
            List.of(4),
            List.of(32),
            List.of(0),
            List.of(256, 512),
            List.of(1, 2, 4, 8, 16),
            List.of(8192),
            List.of(128, 256, 512));
    List<PointResult> first =
        first(search(grid.points().toList(), runner, folder).results(), NumberFormat.FP32);
    assertThat(first.get(0).point().postLanes()).isEqualTo(1);
    assertThat(first.get(2).point().postLanes()).isEqualTo(16);
  }

  /** The energy of the model, and what the search relies on: it grows with everything. */
  @Test
  void energyGrowsWithAreaCyclesAndBytes() {
    DesignPoint point = new DesignPoint(NumberFormat.W5A5, 16, 32, 0, 256, 4, 8192, 256);
    Area area = new Area(20_000, 30_000, 400, 100);
    double joules = ENERGY.joules(area, new PointSpeed(point, 300_000_000, 1_000_000_000));
    // One second: static power and waiting DRAM, and 8 bits of 15 pJ for each byte.
    double fixed = 0.70 + 0.59 + 8e9 * 15e-12;
    assertThat(joules).isGreaterThan(fixed + 300e6 * (30_000 * 0.032e-12 + 100 * 9.6e-12));
    assertThat(ENERGY.joules(area, new PointSpeed(point, 600_000_000, 2_000_000_000)))
        .isCloseTo(2 * joules, within(1e-9));
    PointSpeed speed = new PointSpeed(point, 300_000_000, 1_000_000_000);
    for (Area more :
        List.of(
            new Area(1, 0, 0, 0),
            new Area(0, 1, 0, 0),
            new Area(0, 0, 1, 0),
            new Area(0, 0, 0, 1))) {
      assertThat(ENERGY.joules(area.plus(more), speed)).isGreaterThan(joules);
    }
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
    assertThat(report.text()).anyMatch(line -> line.startsWith("FP32, most for their modelled"));
    assertThat(report.json())
        .contains("\"front\": true", "\"energyFront\": true", "\"energyFront\": false")
        .contains("\"imagesPerSecond\"", "\"imagesPerJoule\"");
    assertThat(ExploreChart.of(report).getWidth()).isPositive();
  }

  private static Exploration.Outcome search(
      List<DesignPoint> points, PointRunner runner, Path folder) {
    return SEARCH.run(
        points,
        AreaEstimator.standard(),
        runner,
        new Journal(folder, TASK, "test"),
        ENERGY,
        (done, all) -> assertThat(done).isLessThanOrEqualTo(all));
  }
}
