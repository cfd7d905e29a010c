package io.samforge.arch.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.Configs;
import io.samforge.arch.Seeds;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.golden.GoldenOutput;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WideOperandTest {
  private static final int[] DIGITS = {4, 5, 6};
  private static final int CODES = 256;

  /** Every code is the sum of its digits, exactly so on the grid. */
  @Test
  void theDigitsAddUpToTheCode() {
    Random random = Seeds.random(81);
    for (int bits : DIGITS) {
      WideOperand wanted = operand(bits, Math.exp(random.nextGaussian()), 3, -7, 300);
      SnappedOperand snapped = SnappedOperand.snap(wanted);
      int[] m = snapped.grid().multipliers();
      assertThat(m).hasSize(2);
      assertThat(wanted.codes()).isEqualTo(CODES);
      for (int q = 0; q < CODES; q++) {
        double real = wanted.entryScale(0) * q;
        assertThat(value(wanted, q)).isCloseTo(real, within(1e-15 * real));
        assertThat(value(snapped.operand(), q)).isEqualTo(snapped.operand().entryScale(0) * q);
        int low = wanted.entryValue(0, q);
        int high = wanted.entryValue(1, q);
        assertThat(low).isBetween(0, (1 << bits) - 1);
        assertThat(high).isBetween(0, (1 << bits) - 1);
        assertThat(m[0] * low + m[1] * high).isEqualTo(m[0] * q);
        for (int c = 0; c < 3; c++) {
          int z = wanted.uniform().zeroPoint()[c];
          assertThat(wanted.quantizer(c).decode(q)).isEqualTo(wanted.entryScale(0) * (q - z));
        }
      }
    }
  }

  @Test
  void theSlotsHoldTheDigits() {
    for (int bits : DIGITS) {
      WideOperand operand = operand(bits, 1, 0);
      SlotCode code = operand.slotCode();
      for (int q = 0; q < CODES; q++) {
        int together = 0;
        for (int copy = 0; copy < 2; copy++) {
          int held = code.write(copy, q);
          assertThat(held).isEqualTo(operand.entryValue(copy, q));
          together |= code.read(copy, held);
        }
        assertThat(together).isEqualTo(q);
      }
    }
  }

  @Test
  void theSlotsByHand() {
    SlotMap slots = operand(5, 1, 0, 0, 0).slots(3, 4);
    assertThat(slots.slotChannel()).containsExactly(0, 1, 2, -1, 0, 1, 2, -1);
    assertThat(slots.slotEntry()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(slots.channels()).isEqualTo(3);
    // 255 = 31 + 32 * 7, 40 = 8 + 32, 3 = 3.
    byte[] codes = {(byte) 255, 40, 3};
    assertThat(slots.toSlots(codes)).containsExactly(31, 8, 3, 0, 7, 1, 0, 0);
    assertThat(slots.toChannels(slots.toSlots(codes))).isEqualTo(codes);
  }

  @Test
  void codesComeBackFromTheirSlots() {
    Random random = Seeds.random(82);
    for (int i = 0; i < 200; i++) {
      int channels = 1 + random.nextInt(50);
      WideOperand operand = operand(DIGITS[i % 3], 1, new int[channels]);
      SlotMap slots = operand.slots(channels, 4 << random.nextInt(3));
      byte[] codes = new byte[channels];
      random.nextBytes(codes);
      assertThat(slots.channels()).isEqualTo(channels);
      assertThat(slots.toChannels(slots.toSlots(codes))).isEqualTo(codes);
    }
  }

  /** The second scale is a power of two times the first whatever the first is. */
  @Test
  void theGridKeepsTheRatioOfTheDigits() {
    Random random = Seeds.random(83);
    for (int i = 0; i < 300; i++) {
      int bits = DIGITS[i % 3];
      double scale = Math.exp(5 * random.nextGaussian());
      SnappedOperand snapped = SnappedOperand.snap(operand(bits, scale, 1));
      assertThat(snapped.grid().scale(1)).isEqualTo(snapped.grid().scale(0) * (1 << bits));
      assertThat(snapped.grid().scale(0)).isCloseTo(scale, within(0x1p-35 * scale));
    }
    WideOperand operand = operand(4, 0.5, 1);
    ScaleGrid uneven = new ScaleGrid(new int[] {100, 1601}, 0.25);
    assertThatThrownBy(() -> operand.withEntryScales(uneven.scales()))
        .hasMessage("entry 1 has the scale 400.25; allowed: 2^4 times the 25.0 of entry 0");
    assertThatThrownBy(() -> new SnappedOperand(operand, uneven))
        .hasMessageStartingWith("entry 0 has the scale 0.5");
  }

  /** All codes in all channels, zero-points from end to end: P = SUM m (q - z)(w - zo). */
  @Test
  void everyCodeIsMultipliedAsItIs() {
    Random random = Seeds.random(84);
    for (int bits : DIGITS) {
      AcceleratorConfig config = Configs.tiny().withBits(5, bits);
      int[] zero = {0, 255, 128, Short.MIN_VALUE, Short.MAX_VALUE, -1};
      SnappedOperand operand = SnappedOperand.snap(operand(bits, 0.013, zero));
      QuantizedWeights weights = new RandomLayers(random, config).weights(7, zero.length);
      double[] bias = random.doubles(7, -1, 1).toArray();
      GemmLayer layer =
          new LayerFactory(config).create("all", CODES, operand, weights, bias, new RawOutput());
      byte[][] codes = new byte[CODES][zero.length];
      for (int q = 0; q < CODES; q++) {
        Arrays.fill(codes[q], (byte) q);
      }
      GoldenOutput golden = new GoldenModel().run(layer, codes);
      for (int q = 0; q < CODES; q++) {
        for (int o = 0; o < 7; o++) {
          assertOne(golden, layer, weights, bias[o], zero, q, o);
        }
      }
    }
  }

  private static void assertOne(
      GoldenOutput golden,
      GemmLayer layer,
      QuantizedWeights weights,
      double bias,
      int[] zero,
      int q,
      int output) {
    long exact = 0;
    double magnitude = Math.abs(bias);
    double real = bias;
    for (int c = 0; c < zero.length; c++) {
      int w = weights.signed(output, c) - weights.offset(output);
      exact += (long) (q - zero[c]) * w;
      double term = layer.operand().quantizer(c).decode(q) * w * weights.scale()[output];
      real += term;
      magnitude += Math.abs(term);
    }
    assertThat(golden.results()[q][output]).isEqualTo(exact * layer.multipliers()[0]);
    assertThat((double) golden.values()[q][output]).isCloseTo(real, within(3e-7 * magnitude));
  }

  @Test
  void layersThatDoNotFitAreUserErrors() {
    QuantizedWeights weights = weights(3);
    assertThatThrownBy(() -> create(Configs.tiny().withBits(4, 8), operand(4, 1, 0, 0, 0), weights))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "layer a: wide codes of 8 bits; allowed: activationBits below 8; the configuration has"
                + " 8");
    assertThatThrownBy(() -> create(Configs.tiny(), operand(5, 1, 0, 0, 0), weights))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "layer a: operand in digits of 5 bits; allowed: activationBits = 4 of the"
                + " configuration");
    GemmLayer widest = create(Configs.tiny(), operand(4, 1, new int[256]), weights(256));
    assertThat(widest.slots().slots()).isEqualTo(512);
    assertThatThrownBy(() -> create(Configs.tiny(), operand(4, 1, new int[257]), weights(257)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "layer a: 528 slots with padding; allowed: at most maxInChannels = 512 of the"
                + " configuration");
  }

  @Test
  void wrongOperandsAreRejected() {
    UniformParameters narrow = new UniformParameters(6, 1, 0);
    assertThatThrownBy(() -> WideOperand.of(narrow, 1, 4))
        .hasMessage("wide codes of 6 bits; allowed: 8");
    for (int bits : new int[] {3, 7, 8}) {
      assertThatThrownBy(() -> operand(bits, 1, 0))
          .hasMessage("digits of " + bits + " bits; allowed: 4, 5, 6");
      assertThatThrownBy(() -> new SlotCode.Digits(bits))
          .hasMessage("digits of " + bits + " bits; allowed: 4, 5, 6");
    }
    assertThatThrownBy(() -> operand(4, 1, 0, 40000)).hasMessage("zero-point 40000 of channel 1");
    assertThatThrownBy(() -> operand(4, 1, 0, 0).slots(3, 4))
        .hasMessage("2 grouped channels in a layer of 3");
    SlotCode.Digits five = new SlotCode.Digits(5);
    assertThat(five.read(1, 7)).isEqualTo(224);
    assertThatThrownBy(() -> five.read(1, 8)).hasMessage("copy 1 of a channel cannot hold 8");
    assertThatThrownBy(() -> five.read(0, 32)).hasMessage("copy 0 of a channel cannot hold 32");
    assertThatThrownBy(() -> five.write(0, 256)).hasMessage("code 256; allowed: 0 to 255");
  }

  @Test
  void oneZeroPointForAllChannels() {
    WideOperand operand = WideOperand.of(new UniformParameters(8, 0.5, 9), 3, 6);
    assertThat(operand.uniform().zeroPoint()).containsExactly(9, 9, 9);
    assertThat(operand.slotBits()).isEqualTo(6);
    assertThat(operand.bits()).isEqualTo(8);
  }

  private static WideOperand operand(int digitBits, double scale, int... zeroPoint) {
    return new WideOperand(new UniformParameters(8, scale, 0), zeroPoint, digitBits);
  }

  private static QuantizedWeights weights(int channels) {
    return new QuantizedWeights(4, new byte[1][channels], new double[] {0.1}, new int[1]);
  }

  private static GemmLayer create(
      AcceleratorConfig config, WideOperand operand, QuantizedWeights weights) {
    return new LayerFactory(config)
        .create("a", 1, SnappedOperand.snap(operand), weights, new double[1], new RawOutput());
  }

  private static double value(Operand operand, int code) {
    return IntStream.range(0, operand.entries())
        .mapToDouble(j -> operand.entryScale(j) * operand.entryValue(j, code))
        .sum();
  }
}
