package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.RunCounters;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.SimulationException;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.cycles.CycleModel;
import io.samforge.sim.cycles.MemoryTiming;
import io.samforge.sim.testing.NativeLeakCheck;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelLibrary;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arrays whose products are packed into DSP48E2, simulated as they are emitted with the model of
 * the block: outputs against the golden model, counters against the cycle model.
 */
@ExtendWith(NativeLeakCheck.class)
class PackedArrayTest {
  private static final int RANDOM_MEMORIES = 3;
  private static final int PROGRAMS = 16;
  private static final int COUNTED_PROGRAMS = 12;
  private static final int LARGE_PROGRAMS = 3;
  private static final String WIDE = "wide codes in digits of 4 bits";

  @ParameterizedTest
  @ValueSource(
      strings = {"packed-least", "packed-small", "packed-mixed", "packed-split", "packed-deep"})
  void agreesWithTheGoldenModel(String name) {
    AcceleratorConfig config = TestConfigs.packed(name);
    ModelLibrary library = AcceleratorModels.quick(config);
    long seed = TestDesigns.seed(20251126);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed + name.hashCode());
    Coverage coverage = new Coverage();
    for (int m = 0; m <= RANDOM_MEMORIES; m++) {
      RandomPrograms source = new RandomPrograms(config, random);
      MemoryModel memory = m == 0 ? MemoryModel.ideal() : source.memory();
      AcceleratorOptions options =
          AcceleratorOptions.of(config.dramBytes()).withMemory(memory).withoutJournal();
      try (AcceleratorSimulation simulation = AcceleratorSimulation.open(library, options)) {
        ProgramCheck check = new ProgramCheck(config, new ProgramRunner(config, simulation));
        for (int i = 0; i < PROGRAMS; i++) {
          TestProgram test = source.next();
          check.run(name + " " + memory + " program " + i, test);
          coverage.add(config, test);
        }
      }
    }
    System.out.println(coverage.counts());
    for (String seen : List.of("CAG to RAW", "HLUQ to GELU_HLUQ", "LOG2 to CAG", WIDE)) {
      assertThat(coverage.counts().get(seen)).as(seen).isPositive();
    }
    if (config.halfOutputs()) {
      assertThat(coverage.counts().get("CAG to HALF")).as("16-bit floats").isPositive();
    }
  }

  /** Programs are larger than those of the small arrays: every lane of it computes. */
  @Test
  void theShippedConfigurationAgreesAndCounts() {
    AcceleratorConfig config = TestConfigs.shipped("zcu102");
    ModelLibrary library = AcceleratorModels.fast(config);
    long seed = TestDesigns.seed(20251128);
    System.out.println("samforge.seed=" + seed);
    RandomPrograms source = new RandomPrograms(config, new Random(seed));
    ProgramRunner runner = AcceleratorModels.open(config, library);
    try (var simulation = runner.simulation()) {
      ProgramCheck check = new ProgramCheck(config, runner);
      CycleModel model = new CycleModel(config, MemoryTiming.IDEAL);
      for (int i = 0; i < LARGE_PROGRAMS; i++) {
        TestProgram test = source.next();
        check.run("zcu102 program " + i, test);
        runner.load(test.program());
        RunCounters hardware = runner.run(test.program(), 10_000_000);
        assertThat(hardware).isEqualTo(model.run(test.program()));
      }
      assertThat(simulation.cycle()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"packed-least", "packed-mixed", "packed-split"})
  void countersEqualTheCycleModel(String name) {
    AcceleratorConfig config = TestConfigs.packed(name);
    ModelLibrary library = AcceleratorModels.quick(config);
    long seed = TestDesigns.seed(20251127);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    for (int[] timing : new int[][] {{1, 0}, {37, 8}}) {
      MemoryModel memory = MemoryModel.ideal().withLatency(timing[0]).withBytesPerCycle(timing[1]);
      CycleModel model = new CycleModel(config, new MemoryTiming(timing[0], timing[1]));
      AcceleratorOptions options =
          AcceleratorOptions.of(config.dramBytes()).withMemory(memory).withoutJournal();
      try (AcceleratorSimulation simulation = AcceleratorSimulation.open(library, options)) {
        ProgramRunner runner = new ProgramRunner(config, simulation);
        RandomPrograms source = new RandomPrograms(config, random);
        for (int i = 0; i < COUNTED_PROGRAMS; i++) {
          var program = source.next().program();
          runner.load(program);
          RunCounters hardware = runner.run(program, 10_000_000);
          assertThat(hardware).as(program.layers().toString()).isEqualTo(model.run(program));
        }
      }
    }
  }

  static List<Mutation> mutations() {
    return List.of(
        // One bit of what centres the fields of the even and of the odd lane.
        new Mutation("PackedFeed", "\\(13'h1000 - ", "(13'h1001 - "),
        new Mutation("DspCascade", "10'h200,13'h1000", "10'h200,13'h1800"),
        // The top bit of a field as it stands in P.
        new Mutation("DspCascade", "\\(! sum\\[45\\]\\)", "sum[45]"),
        // The weight of an even lane without its 8.
        new Mutation("PackedFeed", "\\(! _zz_weights_1_delay_1\\[3\\]\\)", "1'b1"),
        // Weights of one link become active a cycle too early.
        new Mutation("PackedFeed", "commit_2 = commit_2_delay_4", "commit_2 = commit_2_delay_3"),
        // The second link does not add the first.
        new Mutation("DSP48E2", "OPMODE\\[4\\] \\? PCIN", "OPMODE[5] ? PCIN"));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void oneWrongPlaceIsFound(Mutation mutation) {
    AcceleratorConfig config = TestConfigs.packed("packed-small");
    String mutant = mutation.apply(RtlCache.standard().accelerator(config));
    ModelLibrary library = AcceleratorModels.of(mutant, BuildOptions.quick());
    assertThatThrownBy(() -> runPrograms(config, library))
        .isInstanceOf(AssertionError.class)
        .satisfies(finding -> System.out.println(mutation + ": " + finding.getMessage()));
  }

  @Test
  void whatTheBlockIsNotModelledForEndsTheSimulation() {
    AcceleratorConfig config = TestConfigs.packed("packed-small");
    String right = RtlCache.standard().accelerator(config);
    runPrograms(config, AcceleratorModels.of(right, BuildOptions.quick()));
    for (Mutation other :
        List.of(
            new Mutation("DspCascade", "9'h185", "9'h105"),
            new Mutation("DspCascade", "\\.ALUMODE       \\(4'b0000", ".ALUMODE (4'b0011"),
            new Mutation("DspCascade", "\\.AREG          \\(2 ", ".AREG (1 "))) {
      String wrong = other.apply(right);
      assertThatThrownBy(
              () -> runPrograms(config, AcceleratorModels.of(wrong, BuildOptions.quick())))
          .as("%s", other)
          .isInstanceOf(SimulationException.class);
    }
  }

  private static void runPrograms(AcceleratorConfig config, ModelLibrary library) {
    RandomPrograms source = new RandomPrograms(config, new Random(11));
    ProgramRunner runner = AcceleratorModels.open(config, library);
    try (var simulation = runner.simulation()) {
      ProgramCheck check = new ProgramCheck(config, runner, 1_000_000);
      for (int i = 0; i < PROGRAMS; i++) {
        check.run("program " + i, source.next());
      }
      assertThat(simulation.cycle()).isPositive();
    }
  }
}
