package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.Fp32GoldenModel;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.layer.Fp32Layer;
import io.samforge.arch.program.Fp32ProgramBuilder;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.host.RunCounters;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.cycles.CycleModel;
import io.samforge.sim.cycles.MemoryTiming;
import io.samforge.sim.testing.NativeLeakCheck;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs on the whole floating-point twin against Java's floats in the same order, bit by
 * bit, and its counters against the cycle model.
 */
@ExtendWith(NativeLeakCheck.class)
class Fp32BitExactTest {
  private static final int PROGRAMS = 12;
  private static final long BUDGET = 30_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"fp32-paper", "fp32-flat", "fp32-deep", "fp32-odd", "fp32-wide"})
  void agreesWithJavasFloats(String name) {
    AcceleratorConfig config = TestConfigs.fp32(name);
    long seed = TestDesigns.seed(20260712);
    System.out.println("samforge.seed=" + seed);
    int nans = 0;
    for (int m = 0; m < 4; m++) {
      Random random = new Random(seed * 31 + name.hashCode() + m);
      MemoryTiming timing = m == 0 ? MemoryTiming.IDEAL : new MemoryTiming(100, 64);
      MemoryModel memory =
          m < 2
              ? MemoryModel.ideal()
                  .withLatency(timing.latencyCycles())
                  .withBytesPerCycle(timing.bytesPerCycle())
              : new RandomPrograms(config, random).memory();
      nans += check(config, memory, m < 2 ? new CycleModel(config, timing) : null, random);
    }
    // Overflow and differences of infinities must have been among them.
    assertThat(nans).isPositive();
  }

  /** Runs programs; returns how many of their results are not numbers. */
  private static int check(
      AcceleratorConfig config, MemoryModel memory, CycleModel model, Random random) {
    AcceleratorOptions options =
        AcceleratorOptions.of(config.dramBytes()).withMemory(memory).withoutJournal();
    int nans = 0;
    try (AcceleratorSimulation simulation =
        AcceleratorSimulation.open(AcceleratorModels.quick(config), options)) {
      ProgramRunner runner = new ProgramRunner(config, simulation);
      Fp32Programs source = new Fp32Programs(config, random);
      for (int i = 0; i < PROGRAMS; i++) {
        Fp32Programs.Case test = source.next();
        test.load(runner);
        fill(runner, test);
        RunCounters counters = runner.run(test.program(), BUDGET);
        for (int layer = 0; layer < test.golden().size(); layer++) {
          assertThat(mismatch(runner, test, layer)).as("program %d", i).isEmpty();
          assertThat(output(runner, test, layer)).isEqualTo(packed(test, layer));
        }
        if (model != null) {
          assertThat(counters)
              .as("%s", test.program().layers())
              .isEqualTo(model.run(test.program()));
        }
        nans += test.nans();
      }
    }
    return nans;
  }

  /** Chance does not find it: only sums of nothing but -0 tell a first sum from one added to +0. */
  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void aSumOfNegativeZerosIsNegative(int channels) {
    AcceleratorConfig config = TestConfigs.fp32("fp32-paper");
    float[][] weights = {new float[channels]};
    Arrays.fill(weights[0], 1f);
    float[][] values = {new float[channels]};
    Arrays.fill(values[0], -0f);
    Fp32Layer layer = new Fp32Layer("zeros", 1, weights, new float[] {-0f}, false);
    Program program = new Fp32ProgramBuilder(config).layer(layer).build();
    ProgramRunner runner = AcceleratorModels.open(config, AcceleratorModels.quick(config));
    try (AcceleratorSimulation simulation = runner.simulation()) {
      runner.load(program);
      ProgramTensor input = program.inputs().get(0);
      simulation.writeMemory(input.address(), input.packRaw(config, values));
      runner.run(program, BUDGET);
      assertThat(runner.readRaw(program.outputOf(0))[0]).containsExactly(-0f);
      assertThat(new Fp32GoldenModel(4).values(layer, values)[0]).containsExactly(-0f);
    }
  }

  @Test
  void namesOneFlippedBit() {
    AcceleratorConfig config = TestConfigs.fp32("fp32-flat");
    Fp32Programs.Case test = new Fp32Programs(config, new Random(5)).next();
    byte[] memory = packed(test, 0);
    GoldenOutput golden = test.golden().get(0);
    assertThat(Mismatch.find(test.program(), 0, golden, memory)).isEmpty();
    memory[0] ^= 1;
    Mismatch found = Mismatch.find(test.program(), 0, golden, memory).orElseThrow();
    assertThat(found.expected() ^ found.actual()).isEqualTo(1);
    assertThat(found.token()).isZero();
    assertThat(found.slot()).isZero();
    assertThat(found.differing()).isOne();
  }

  /** What never is written, and padding that is not zero, must not look right. */
  private static void fill(ProgramRunner runner, Fp32Programs.Case test) {
    for (int layer = 0; layer < test.golden().size(); layer++) {
      ProgramTensor tensor = test.program().outputOf(layer);
      long bytes = tensor.layout(test.program().config()).bytes();
      runner.simulation().fill(tensor.address(), bytes, (byte) 0xff);
    }
  }

  private static Optional<String> mismatch(
      ProgramRunner runner, Fp32Programs.Case test, int layer) {
    byte[] found = output(runner, test, layer);
    return Mismatch.find(test.program(), layer, test.golden().get(layer), found)
        .map(Mismatch::text);
  }

  private static byte[] output(ProgramRunner runner, Fp32Programs.Case test, int layer) {
    ProgramTensor tensor = test.program().outputOf(layer);
    long bytes = tensor.layout(test.program().config()).bytes();
    return runner.simulation().readMemory(tensor.address(), Math.toIntExact(bytes));
  }

  private static byte[] packed(Fp32Programs.Case test, int layer) {
    ProgramTensor tensor = test.program().outputOf(layer);
    return tensor.packRaw(test.program().config(), test.golden().get(layer).values());
  }
}
