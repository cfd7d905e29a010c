package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.WideOperand;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.testing.NativeLeakCheck;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check of every program fails when one bit is wrong, on either side. */
@ExtendWith(NativeLeakCheck.class)
class MutantTest {
  private static final AcceleratorConfig CONFIG = TestConfigs.shipped("tiny");
  private static final int PROGRAMS = 24;

  static List<Mutation> mutations() {
    return List.of(
        new Mutation("DotProductLane", " \\* \\$signed\\(weight_0\\)", " + \\$signed(weight_0)"),
        new Mutation("DotProductLane", "<<< shift_3", "<<< {1'b0, shift_3[1:0]}"),
        new Mutation(
            "DotProductLane", "weight_2 <= weight_shadow_2", "weight_2 <= 4'd1 ^ weight_shadow_2"),
        new Mutation("RowSumLane", "upsilon_0\\} \\+ ", "upsilon_0} - "),
        new Mutation(
            "OffsetCorrection",
            "constant_1 <= constant_term",
            "constant_1 <= constant_term + 48'd1"),
        new Mutation(
            "PostLane", "raw_masked <= \\(number_active_10", "raw_masked <= (number_active_9"),
        new Mutation("PostLane", "scale_1 <= scale", "scale_1 <= scale ^ 32'd1"),
        new Mutation("PostLane", "bank_1 <= bank\\[1:0\\]", "bank_1 <= bank[1:0] & 2'd2"),
        new Mutation("GroupTable", "\\(end_chunk_1 <= chunk\\)", "(end_chunk_1 < chunk)"),
        new Mutation("GroupTable", "log2 \\? (\\w+)_multiplier_0", "log2 ? $1_multiplier_1"),
        new Mutation(
            "DescriptorRegisters",
            "current_log2 <= \\(word_0\\[15 : 8\\] == 8'h02\\)",
            "current_log2 <= word_0[10]"),
        new Mutation("ThresholdSearch", "table_write_data;", "table_write_data + 32'd4096;"),
        new Mutation("ActivationLoader", "\\? last_tile_tokens :", "? tile_tokens :"),
        new Mutation("GemmSequencer", "\\(chunk_reg == 16'h0\\)", "(chunk_reg == 16'h1)"));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void oneWrongPlaceInTheHardwareIsFound(Mutation mutation) {
    isFound(mutation, CONFIG, PROGRAMS);
  }

  private static void isFound(Mutation mutation, AcceleratorConfig config, int programs) {
    String verilog = RtlCache.standard().accelerator(config);
    String mutant = mutation.apply(verilog);
    assertThat(mutant).isNotEqualTo(verilog);
    ModelLibrary library = AcceleratorModels.of(mutant, BuildOptions.quick());
    // A wrong number, a wrong counter or a program that never ends: all are findings.
    assertThatThrownBy(() -> runPrograms(config, library, programs))
        .isInstanceOfAny(AssertionError.class, io.samforge.sim.SimulationException.class)
        .satisfies(finding -> System.out.println(mutation + ": " + finding.getMessage()));
  }

  static List<Mutation> mutationsOfSplitWords() {
    return List.of(
        // The end of a row goes into the word that the row begins in.
        new Mutation(
            "ActivationBuffer",
            "\\(write_part < 2'b01\\)\\) \\? write_next",
            "(write_part < 2'b01)) ? write_address"),
        new Mutation("ActivationLoader", "_zz_part - 3'b011", "_zz_part - 3'b010"),
        // The row sum's product, made in fabric, and the last of an odd number of terms.
        new Mutation(
            "RowSumLane", "_zz_scaled_shift_high\\[0\\] \\?", "_zz_scaled_shift_high[1] ?"),
        new Mutation("RowSumLane", "multiply_sum_3_2\\}", "multiply_sum_3_1}"),
        // Halves are cut off.
        new Mutation("HalfRound", "number\\[12\\] &&", "1'b0 &&"),
        // Floats of 16 bits count as codes.
        new Mutation("PostProcessor", "\\(output_kind == 3'b100\\)", "(output_kind == 3'b101)"));
  }

  @ParameterizedTest
  @MethodSource("mutationsOfSplitWords")
  void oneWrongPlaceWhereRowsEndWithinWordsIsFound(Mutation mutation) {
    isFound(mutation, TestConfigs.named("split"), 2 * PROGRAMS);
  }

  @Test
  void theSameProgramsPassOnTheHardwareAsItIs() {
    assertThatCode(() -> runPrograms(AcceleratorModels.quick(CONFIG), PROGRAMS))
        .doesNotThrowAnyException();
    AcceleratorConfig split = TestConfigs.named("split");
    assertThatCode(() -> runPrograms(split, AcceleratorModels.quick(split), 2 * PROGRAMS))
        .doesNotThrowAnyException();
  }

  @Test
  void oneWrongBitInTheGoldenOutputIsFound() {
    long seed = TestDesigns.seed(5);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    RandomPrograms source = new RandomPrograms(CONFIG, random);
    ProgramRunner runner = AcceleratorModels.open(CONFIG, AcceleratorModels.quick(CONFIG));
    try (var simulation = runner.simulation()) {
      ProgramCheck check = new ProgramCheck(CONFIG, runner);
      for (int i = 0; i < 20; i++) {
        TestProgram right = source.next();
        int layer = random.nextInt(right.layers().size());
        List<GoldenOutput> golden = new ArrayList<>(right.golden());
        golden.set(layer, InjectedBit.random(golden.get(layer), random).wrong());
        TestProgram wrong =
            new TestProgram(right.program(), right.layers(), right.inputs(), golden);
        assertThatThrownBy(() -> check.run("injected", wrong))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("layer " + right.layers().get(layer).name())
            .hasMessageContaining("1 of ");
        check.run("right", right);
      }
      assertThat(simulation.cycle()).isPositive();
    }
  }

  /** The hardware multiplies every bit of both digits. */
  @Test
  void oneWrongBitOfAWideCodeIsFound() {
    long seed = TestDesigns.seed(6);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    RandomLayers layers = new RandomLayers(CONFIG, random);
    ProgramRunner runner = AcceleratorModels.open(CONFIG, AcceleratorModels.quick(CONFIG));
    try (var simulation = runner.simulation()) {
      ProgramCheck check = new ProgramCheck(CONFIG, runner);
      for (int bit = 0; bit < WideOperand.BITS; bit++) {
        GemmLayer layer = layers.wide("wide.RAW", 3, 19, 23, RandomLayers.Output.RAW);
        byte[][] codes = layers.codes(layer);
        TestProgram right = new TestProgram.Builder(CONFIG).layer(layer, codes).build();
        check.run("right", right);
        byte[][] wrong = {codes[0].clone(), codes[1].clone(), codes[2].clone()};
        wrong[random.nextInt(3)][random.nextInt(19)] ^= (byte) (1 << bit);
        TestProgram other =
            new TestProgram(
                right.program(), right.layers(), List.<byte[][]>of(wrong), right.golden());
        assertThatThrownBy(() -> check.run("wrong", other))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("layer wide.RAW");
      }
      assertThat(simulation.cycle()).isPositive();
    }
  }

  private static void runPrograms(ModelLibrary library, int count) {
    runPrograms(CONFIG, library, count);
  }

  private static void runPrograms(AcceleratorConfig config, ModelLibrary library, int count) {
    RandomPrograms source = new RandomPrograms(config, new Random(11));
    ProgramRunner runner = AcceleratorModels.open(config, library);
    try (var simulation = runner.simulation()) {
      ProgramCheck check = new ProgramCheck(config, runner, 1_000_000);
      for (int i = 0; i < count; i++) {
        check.run("program " + i, source.next());
      }
      assertThat(simulation.cycle()).isPositive();
    }
  }
}
