package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramBuilder;
import io.samforge.host.RunCounters;
import io.samforge.sim.cycles.CycleModel;
import io.samforge.sim.testing.NativeLeakCheck;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How much of its K*M multiply-accumulates per cycle the engine reaches, and what costs nothing.
 */
@ExtendWith(NativeLeakCheck.class)
class UtilisationTest {
  private static final int TOKENS = 4096;
  private static final double WANTED = 0.97;

  @ParameterizedTest
  @ValueSource(strings = {"paper", "small", "large"})
  void largeLayersUseTheArray(String name) {
    AcceleratorConfig config = CycleModelTest.config(name);
    CycleModel model = new CycleModel(config);
    for (GemmLayer layer : List.of(cag(config, TOKENS, 3072, 4), hluq(config, TOKENS))) {
      RunCounters counts = model.run(program(config, layer));
      double utilisation = utilisation(config, layer, counts.cycles());
      System.out.printf(
          "%s %s: %d cycles, utilisation %.4f%n", name, layer.name(), counts.cycles(), utilisation);
      assertThat(utilisation).as("%s %s", name, layer.name()).isGreaterThan(WANTED);
    }
  }

  /** The same in the hardware itself, whose counter the model must meet. */
  @Test
  void theHardwareOfTheLargeConfigUsesTheArray() {
    AcceleratorConfig config = CycleModelTest.config("large");
    List<GemmLayer> layers = List.of(cag(config, TOKENS, 3072, 4), hluq(config, TOKENS));
    AcceleratorModels.fast(config);
    List<RunCounters> counters = layers.parallelStream().map(layer -> run(config, layer)).toList();
    for (int i = 0; i < layers.size(); i++) {
      GemmLayer layer = layers.get(i);
      long cycles = counters.get(i).cycles();
      assertThat(utilisation(config, layer, cycles)).isGreaterThan(WANTED);
      assertThat(cycles).isEqualTo(new CycleModel(config).run(program(config, layer)).cycles());
    }
  }

  @Test
  void aGroupSwitchCostsNoCycle() {
    AcceleratorConfig config = CycleModelTest.config("paper");
    long oneGroup = runQuick(config, cag(config, 96, 256, 1));
    long fourGroups = runQuick(config, cag(config, 96, 256, 4));
    assertThat(fourGroups).isEqualTo(oneGroup);
  }

  /** The price of the replicated slots: every residue class passes over all channels. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aLog2LayerCostsOnePassOverItsChannelsForEveryResidueClass(int tau) {
    AcceleratorConfig config = CycleModelTest.config("large");
    GemmLayer layer =
        new RandomLayers(config, new Random(3))
            .layer(
                "log2 " + tau,
                TOKENS,
                TOKENS / tau,
                1024,
                new Log2Operand(Log2Parameters.of(config.activationBits(), tau, 0.9)),
                RandomLayers.Output.UNIFORM);
    long cycles = new CycleModel(config).run(program(config, layer)).cycles();
    double used = tau * utilisation(config, layer, cycles);
    System.out.printf(
        "%s: %d cycles, utilisation with all copies %.4f%n", layer.name(), cycles, used);
    assertThat(used).isBetween(WANTED, 1.0);
  }

  /** Two digits cost what twice the channels cost, and nothing else. */
  @Test
  void aWideLayerCostsTwicePassesOverItsChannels() {
    AcceleratorConfig config = CycleModelTest.config("large");
    RandomLayers layers = new RandomLayers(config, new Random(4));
    GemmLayer wide = layers.wide("wide", TOKENS, 384, 1024, RandomLayers.Output.GELU_HLUQ);
    GemmLayer twice = cag(config, TOKENS, 1024, 2);
    assertThat(wide.slots().slots()).isEqualTo(2 * 384).isEqualTo(twice.slots().slots());
    long cycles = new CycleModel(config).run(program(config, wide)).cycles();
    assertThat(cycles).isEqualTo(new CycleModel(config).run(program(config, twice)).cycles());
    double used = 2 * utilisation(config, wide, cycles);
    System.out.printf("wide: %d cycles, utilisation with both digits %.4f%n", cycles, used);
    assertThat(used).isBetween(WANTED, 1.0);
  }

  private static RunCounters run(AcceleratorConfig config, GemmLayer layer) {
    ProgramRunner runner = AcceleratorModels.open(config, AcceleratorModels.fast(config));
    try (var simulation = runner.simulation()) {
      Program program = program(config, layer);
      runner.load(program);
      RunCounters counters = runner.run(program, 1L << 40);
      assertThat(simulation.cycle()).isGreaterThan(counters.cycles());
      return counters;
    }
  }

  private static long runQuick(AcceleratorConfig config, GemmLayer layer) {
    ProgramRunner runner = AcceleratorModels.open(config, AcceleratorModels.quick(config));
    try (var simulation = runner.simulation()) {
      Program program = program(config, layer);
      runner.load(program);
      RunCounters counters = runner.run(program, 1L << 40);
      assertThat(simulation.cycle()).isGreaterThan(counters.cycles());
      return counters.layers().get(0).cycles();
    }
  }

  private static Program program(AcceleratorConfig config, GemmLayer layer) {
    return new ProgramBuilder(config).layer(layer).build();
  }

  private static double utilisation(AcceleratorConfig config, GemmLayer layer, long cycles) {
    return (double) layer.macs() / cycles / config.reductionLanes() / config.outputLanes();
  }

  /** Returns 768 -> outputs with equal groups, whose sizes are multiples of K. */
  private static GemmLayer cag(AcceleratorConfig config, int tokens, int outputs, int groups) {
    int channels = 768;
    List<UniformParameters> parameters =
        IntStream.range(0, config.groups())
            .mapToObj(g -> new UniformParameters(config.activationBits(), 0.1 * (g + 1), g))
            .toList();
    int[] group = IntStream.range(0, channels).map(c -> c * groups / channels).toArray();
    return new RandomLayers(config, new Random(1))
        .layer(
            "CAG " + tokens + " x 768 -> " + outputs,
            tokens,
            channels,
            outputs,
            new CagOperand(parameters, group),
            RandomLayers.Output.GELU_HLUQ);
  }

  private static GemmLayer hluq(AcceleratorConfig config, int tokens) {
    return new RandomLayers(config, new Random(2))
        .layer(
            "HLUQ " + tokens + " x 3072 -> 768",
            tokens,
            3072,
            768,
            OperandKind.HLUQ,
            RandomLayers.Output.RAW);
  }
}
