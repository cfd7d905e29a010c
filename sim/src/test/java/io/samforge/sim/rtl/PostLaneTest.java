package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Arithmetic;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.HwFloat;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import io.samforge.rtl.unit.PostLane;
import io.samforge.rtl.unit.PostLaneShape;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostLaneTest {
  private static final int SUMS = 20_000;
  private static final int GROUPS = 4;

  @ParameterizedTest
  @CsvSource({"4,4", "5,5", "6,6", "8,8", "4,8", "8,4"})
  void equalsTheFormulasOfTheContract(int weightBits, int codeBits) {
    Random random = RtlBench.random(10 * weightBits + codeBits);
    AcceleratorConfig config = config(weightBits, codeBits);
    try (Simulation sim = RtlBench.quick("PostLane", () -> new PostLane(config))) {
      List<EncoderThresholds> layers =
          List.of(
              groups(random, codeBits, ActivationFunction.IDENTITY),
              hluq(codeBits, ActivationFunction.GELU),
              groups(random, codeBits, ActivationFunction.RELU),
              hluq(codeBits, ActivationFunction.RELU));
      load(sim, 0, layers.get(0));
      for (int layer = 0; layer < layers.size(); layer++) {
        int buffer = layer % 2;
        PortRows stimulus = stimulus(sim, random, config, layers.get(layer), buffer);
        // The tables of the next layer are loaded while this one runs.
        int[][] next = layers.get((layer + 1) % layers.size()).hardwareTables();
        ThresholdTables.write(stimulus, 0, 1 - buffer, next);
        PortRows response = sim.run(stimulus, sim.outputs());
        int codes = compare(stimulus, response, layers.get(layer), PostLane.latency(config));
        assertThat(codes).as("different codes of layer %d", layer).isGreaterThan(4);
      }
    }
  }

  @Test
  void noticesOneWrongBit() {
    Random random = RtlBench.random(5);
    AcceleratorConfig config = config(4, 4);
    try (Simulation sim = RtlBench.quick("PostLane", () -> new PostLane(config))) {
      EncoderThresholds thresholds = hluq(4, ActivationFunction.GELU);
      load(sim, 0, thresholds);
      PortRows stimulus = stimulus(sim, random, config, thresholds, 0);
      PortRows response = sim.run(stimulus, sim.outputs());
      int latency = PostLane.latency(config);
      for (String port : new String[] {"raw", "code"}) {
        RtlBench.flipBit(response, 99 + latency, port);
        assertThatThrownBy(() -> compare(stimulus, response, thresholds, latency))
            .isInstanceOf(AssertionError.class)
            .hasMessageStartingWith("sum 99:");
        RtlBench.flipBit(response, 99 + latency, port);
      }
    }
  }

  @Test
  void latencyIsTheSumOfItsStages() {
    assertThat(PostLane.latency(config(4, 4))).isEqualTo(38);
    assertThat(PostLane.latency(config(8, 8))).isEqualTo(46);
  }

  @Test
  void refusesWidthsThatDoNotFitTogether() {
    assertThatThrownBy(() -> new PostLaneShape(39, 37, 49, 4, 4, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p is 49; allowed: 50 to 63");
  }

  private static AcceleratorConfig config(int weightBits, int activationBits) {
    return new AcceleratorConfig(
        "test",
        weightBits,
        activationBits,
        Arithmetic.HYBRID,
        32,
        16,
        256,
        GROUPS,
        2,
        5120,
        32768,
        128,
        1024,
        300,
        "sim");
  }

  private static EncoderThresholds groups(Random random, int bits, ActivationFunction function) {
    List<Quantizer> banks = new ArrayList<>();
    for (int bank = 0; bank < GROUPS; bank++) {
      double scale = Math.scalb(0.5 + random.nextDouble(), -bits - bank);
      banks.add(new UniformParameters(bits, scale, random.nextInt(1 << bits)));
    }
    return EncoderThresholds.of(banks, function);
  }

  private static EncoderThresholds hluq(int bits, ActivationFunction function) {
    double offset = function == ActivationFunction.GELU ? -0.17 : 0;
    int nLog = 1 << (bits - 2);
    return EncoderThresholds.of(
        new HluqParameters(bits, nLog, offset, 0.48, 1.2 / (1 << bits)), function);
  }

  private static void load(Simulation sim, int buffer, EncoderThresholds thresholds) {
    int[][] tables = thresholds.hardwareTables();
    PortRows rows = sim.inputs().rows(ThresholdTables.rows(tables));
    ThresholdTables.write(rows, 0, buffer, tables);
    sim.run(rows, sim.outputs());
  }

  private static PortRows stimulus(
      Simulation sim,
      Random random,
      AcceleratorConfig config,
      EncoderThresholds thresholds,
      int buffer) {
    PostLaneShape shape = PostLaneShape.of(config);
    PortRows rows = sim.inputs().rows(SUMS);
    for (int i = 0; i < SUMS; i++) {
      boolean extreme = i % 16 == 0;
      long acc = signed(random, shape.acc(), extreme);
      long rowSum = signed(random, shape.rowSum() + 1, extreme) & (1L << shape.rowSum()) - 1;
      long offset = signed(random, shape.weightBits(), extreme);
      long constant = signed(random, 48, extreme);
      rows.set(i, "acc", acc).set(i, "row_sum", rowSum).set(i, "weight_offset", offset);
      rows.set(i, "constant_term", constant);
      long p = acc - offset * rowSum - constant;
      rows.set(i, "scale", Float.floatToRawIntBits(scale(random, p)));
      rows.set(i, "bias", Float.floatToRawIntBits(bias(random)));
      rows.set(i, "bank", random.nextInt(thresholds.banks()));
      rows.set(i, "active", random.nextInt(20) == 0 ? 0 : 1);
      rows.set(i, "two_branch", thresholds.twoBranch() ? 1 : 0);
      rows.set(i, "branch_ordinal", thresholds.branchOrdinal());
      rows.set(i, "table_select", buffer);
    }
    return rows;
  }

  /** Returns an integer of random length, or the smallest or largest of the width. */
  private static long signed(Random random, int width, boolean extreme) {
    if (extreme) {
      long smallest = -(1L << (width - 1));
      return random.nextBoolean() ? smallest : -1 - smallest;
    }
    return random.nextLong() >> (64 - width + random.nextInt(width));
  }

  /** Returns a scale that brings most results into the range of the quantisers. */
  private static float scale(Random random, long p) {
    float sign = random.nextBoolean() ? 1 : -1;
    return switch (random.nextInt(16)) {
      case 0 -> 0f;
      case 1 -> sign * Float.MIN_NORMAL * (1 + random.nextFloat());
      case 2 -> sign * Float.MAX_VALUE * (1 - random.nextFloat() / 2);
      default -> sign * (float) (2 * random.nextDouble() / Math.max(1.0, Math.abs((double) p)));
    };
  }

  private static float bias(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> 0f;
      case 1 -> -0f;
      case 2 -> Float.MAX_VALUE;
      case 3 -> -Float.MIN_NORMAL;
      default -> (float) random.nextGaussian() / 2;
    };
  }

  /** Compares every result with the contract's formulas and returns how many codes appeared. */
  private static int compare(PortRows in, PortRows out, EncoderThresholds thresholds, int latency) {
    boolean[] seen = new boolean[1 << thresholds.bits()];
    int different = 0;
    for (int i = 0; i + latency < SUMS; i++) {
      long p =
          in.getSigned(i, "acc")
              - in.getSigned(i, "weight_offset") * in.get(i, "row_sum")
              - in.getSigned(i, "constant_term");
      float product = HwFloat.mul(HwFloat.fromLong(p), number(in, i, "scale"));
      float y = HwFloat.add(product, number(in, i, "bias"));
      boolean active = in.get(i, "active") == 1;
      int raw = active ? Float.floatToIntBits(y) : 0;
      int code = active ? thresholds.encode(y, (int) in.get(i, "bank")) : 0;
      int row = i + latency;
      if ((int) out.get(row, "raw") != raw || out.get(row, "code") != code) {
        fail(
            "sum %d: P = %d gives %08x, code %d, not %08x, code %d",
            i, p, out.get(row, "raw"), out.get(row, "code"), raw, code);
      }
      different += seen[code] ? 0 : 1;
      seen[code] = true;
    }
    return different;
  }

  private static float number(PortRows rows, int row, String port) {
    return Float.intBitsToFloat((int) rows.get(row, port));
  }
}
