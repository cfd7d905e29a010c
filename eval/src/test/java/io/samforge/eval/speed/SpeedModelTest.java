package io.samforge.eval.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.eval.network.Network;
import io.samforge.eval.network.NetworkLayer;
import io.samforge.eval.network.OperandUse;
import io.samforge.eval.network.SamEncoder;
import io.samforge.host.RunCounters;
import io.samforge.sim.cycles.CycleModel;
import io.samforge.sim.cycles.MemoryTiming;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Speeds of networks: the ratios that must not fall, and the sums that must come out. */
class SpeedModelTest {
  private static final double RECORDED = 7.943;

  /** Abstract of arXiv 2503.03088 v3. */
  private static final double PUBLISHED = 7.89;

  private static final List<Engine> ENGINES =
      PaperEngines.load(Path.of(System.getProperty("samforge.root", ".."), "configs"));

  /** A change that lowers a ratio by more than 1 % fails here. */
  @Test
  void speedupsDoNotFall() {
    double large = ratio(SamEncoder.LARGE);
    System.out.printf("SAM-L: %.4f%n", large);
    assertThat(large).isGreaterThan(0.99 * RECORDED).isGreaterThan(PUBLISHED);
  }

  @Test
  void memoryOfABoardCostsLittle() {
    Network base = SamEncoder.BASE.network();
    long ideal = cycles(PaperEngines.HEADLINE, base, MemoryTiming.IDEAL);
    long board = cycles(PaperEngines.HEADLINE, base, LaneComparison.DRAM);
    assertThat((double) ideal / board).isBetween(0.9, 1.0);
  }

  /** Whole beats in both sizes, so the halves are exactly half. */
  @Test
  void logitsOf16BitsAreHalfOfWhatIsWritten() {
    AcceleratorConfig paper = engine(PaperEngines.HEADLINE).config();
    String json = paper.toJson().replace("\"board\"", "\"halfOutputs\": true, \"board\"");
    AcceleratorConfig config = AcceleratorConfig.fromJson(json, "halves");
    Engine halves = new Engine("halves", config, false, 1);
    for (boolean logits : new boolean[] {false, true}) {
      NetworkLayer layer =
          new NetworkLayer("scores", 4, 64, 64, 64, OperandUse.GROUPED, false, logits);
      long all = written(engine(PaperEngines.HEADLINE), layer);
      assertThat(written(halves, layer)).isEqualTo(logits ? all / 2 : all);
    }
  }

  private static long written(Engine engine, NetworkLayer layer) {
    Network network = new Network("one", List.of(layer));
    NetworkCycles cycles = new SpeedModel(engine, MemoryTiming.IDEAL).run(network);
    return cycles.steps().get(0).counters().writeBeats();
  }

  @Test
  void everyCycleIsAttributed() {
    for (Engine engine : ENGINES) {
      for (MemoryTiming memory : LaneComparison.MEMORIES) {
        NetworkCycles result = new SpeedModel(engine, memory).run(small());
        CycleBudget budget = result.budget();
        assertThat(budget.total()).isEqualTo(result.cycles(), within(1e-3));
        assertThat(budget.useful()).isEqualTo(small().macs() / (double) engine.lanes());
        assertThat(
                List.of(
                    budget.copies(),
                    budget.reductionPadding(),
                    budget.outputPadding(),
                    budget.shortPasses(),
                    budget.ends(),
                    budget.commands()))
            .allMatch(part -> part >= 0);
        assertThat(budget.commands()).isPositive();
        assertThat(budget.ends()).isPositive();
      }
    }
  }

  /** What is known from three products must be what all of them take. */
  @Test
  void manyProductsTakeWhatTheyTakeOneByOne() {
    for (Engine engine : ENGINES) {
      for (MemoryTiming memory : LaneComparison.MEMORIES) {
        for (NetworkLayer layer : small().layers()) {
          ProductShape shape = ProductShape.of(layer, engine);
          RunCounters all =
              new CycleModel(engine.config(), memory)
                  .run(Collections.nCopies(layer.count(), shape.descriptor(engine.config())), 0);
          StepCycles step =
              new SpeedModel(engine, memory).run(new Network("one", List.of(layer))).steps().get(0);
          assertThat(step.counters().cycles()).as("%s", layer).isEqualTo(all.cycles());
          assertThat(step.counters().stallActivation()).isEqualTo(all.stallActivation());
          assertThat(step.counters().busy()).isEqualTo(all.busy());
        }
      }
    }
  }

  @Test
  void productsThatDoNotFitAreRefused() {
    Network wide =
        new Network(
            "wide", List.of(new NetworkLayer("w", 1, 64, 6000, 8, OperandUse.GROUPED, false)));
    assertThatThrownBy(() -> new SpeedModel(engine("W4A4"), MemoryTiming.IDEAL).run(wide))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "configuration paper: a product of 6000 slots; allowed: up to maxInChannels = 5120");
  }

  private static double ratio(SamEncoder encoder) {
    Network network = encoder.network();
    return (double) cycles(PaperEngines.BASELINE, network, MemoryTiming.IDEAL)
        / cycles(PaperEngines.HEADLINE, network, MemoryTiming.IDEAL);
  }

  private static long cycles(String engine, Network network, MemoryTiming memory) {
    return new SpeedModel(engine(engine), memory).run(network).cycles();
  }

  private static Engine engine(String name) {
    return ENGINES.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  private static Network small() {
    return new Network(
        "small",
        List.of(
            new NetworkLayer("linear", 1, 300, 60, 50, OperandUse.GROUPED, true),
            new NetworkLayer("hidden", 1, 300, 50, 60, OperandUse.HYBRID, false),
            new NetworkLayer("scores", 9, 50, 20, 50, OperandUse.GROUPED, false),
            new NetworkLayer("values", 9, 50, 50, 20, OperandUse.PROBABILITIES, false),
            new NetworkLayer("few", 5, 3, 40, 20, OperandUse.GROUPED, false)));
  }
}
