package io.samforge.arch.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Configs;
import io.samforge.arch.Seeds;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.golden.GoldenOutput;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideWeightsOperandTest {
  private static final int[] DIGITS = {4, 5, 6};
  private static final int SMALLEST = -WideWeightsOperand.ZERO;
  private static final int LARGEST = WideWeightsOperand.CODES - 1 - WideWeightsOperand.ZERO;

  /** Every weight is the sum of two digits that the array can hold. */
  @Test
  void theDigitsAddUpToTheWeight() {
    assertThat(LARGEST).isEqualTo(119);
    for (int bits : DIGITS) {
      int half = 1 << bits - 1;
      for (int w = SMALLEST; w <= LARGEST; w++) {
        int low = WideWeightsOperand.digit(w, 0, bits);
        int high = WideWeightsOperand.digit(w, 1, bits);
        assertThat(low).isBetween(-half, half - 1);
        assertThat(high).isBetween(-half, half - 1);
        assertThat(low + (high << bits)).isEqualTo(w);
      }
    }
    // With digits of 4 bits no weight beyond 119 = 7 + 16 * 7 is left.
    assertThat(WideWeightsOperand.digit(LARGEST + 1, 1, 4)).isEqualTo(8);
  }

  @Test
  void theSlotsByHand() {
    UniformParameters fine = new UniformParameters(4, 0.25, 3);
    UniformParameters coarse = new UniformParameters(4, 2, 5);
    CagOperand inner = new CagOperand(List.of(fine, coarse), new int[] {1, 0, 1});
    SnappedOperand snapped = WideWeightsOperand.snapped(SnappedOperand.snap(inner, 4), 4);
    assertThat(snapped.operand().entries()).isEqualTo(4);
    int[] m = snapped.grid().multipliers();
    assertThat(m[2]).isEqualTo(16 * m[0]);
    assertThat(m[3]).isEqualTo(16 * m[1]);
    assertThat(m[1]).isEqualTo(8 * m[0]);
    SlotMap slots = snapped.operand().slots(3, 2);
    assertThat(slots.slotChannel()).containsExactly(1, -1, 0, 2, 1, -1, 0, 2);
    assertThat(slots.slotEntry()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
    byte[] codes = {9, 15, 1};
    assertThat(slots.toSlots(codes)).containsExactly(15, 0, 9, 1, 15, 0, 9, 1);
    assertThat(slots.toChannels(slots.toSlots(codes))).isEqualTo(codes);
  }

  /** P = SUM m e w with the weights as they are, for every operand that may have them. */
  @Test
  void everyWeightIsMultipliedAsItIs() {
    Random random = Seeds.random(91);
    for (int bits : DIGITS) {
      AcceleratorConfig config = Configs.load("large").withBits(bits, bits);
      int channels = WideWeightsOperand.CODES;
      QuantizedWeights weights = everyWeight(channels);
      UniformParameters uniform = new UniformParameters(bits, 0.05, 2);
      UniformParameters wide = new UniformParameters(WideOperand.BITS, 0.01, 100);
      for (Operand operand :
          List.of(
              CagOperand.single(uniform, channels),
              WideOperand.of(wide, channels, bits),
              new Log2Operand(Log2Parameters.of(bits, 1, 0.9)))) {
        GemmLayer layer = layer(config, SnappedOperand.snap(operand, bits), weights);
        byte[][] codes = new RandomLayers(random, config).codes(layer);
        GoldenOutput golden = new GoldenModel().run(layer, codes);
        for (int t = 0; t < layer.tokens(); t++) {
          assertThat(golden.results()[t][0]).isEqualTo(exact(layer, operand, weights, codes[t]));
        }
      }
    }
  }

  private static long exact(
      GemmLayer layer, Operand operand, QuantizedWeights weights, byte[] codes) {
    long sum = -layer.constant()[0];
    for (int c = 0; c < codes.length; c++) {
      for (int j = 0; j < operand.entries(); j++) {
        long e = operand.entryValue(j, codes[c] & 0xff);
        sum += layer.multipliers()[j] * e * weights.signed(0, c);
      }
    }
    return sum;
  }

  @Test
  void whatDoesNotFitIsRefused() {
    AcceleratorConfig config = Configs.tiny();
    UniformParameters uniform = new UniformParameters(4, 0.05, 2);
    SnappedOperand roomy = SnappedOperand.snap(CagOperand.single(uniform, 2), 4);
    SnappedOperand full =
        new SnappedOperand(CagOperand.single(uniform.withScale(4096), 2), grid(4096));
    byte[][] codes = {{1, (byte) 248}};
    double[] scale = {1};
    QuantizedWeights beyond = new QuantizedWeights(8, codes, scale, new int[] {128});
    assertThatThrownBy(() -> layer(config, roomy, beyond))
        .hasMessage(
            "layer a: weight code 248 of output 0; allowed for weights in digits: 0 to 247");
    codes[0][1] = 0;
    assertThatThrownBy(
            () -> layer(config, roomy, new QuantizedWeights(8, codes, scale, new int[] {127})))
        .hasMessage("layer a: weights of 8 bits with the zero-point 127 of output 0; allowed: 128");
    QuantizedWeights right = new QuantizedWeights(8, codes, scale, new int[] {128});
    assertThat(layer(config, roomy, right).outputs()).isEqualTo(1);
    assertThatThrownBy(() -> layer(config, full, right))
        .hasMessage("multiplier 65536; allowed: 1 to 65535");
    SnappedOperand hluq =
        SnappedOperand.snap(new HluqOperand(new HluqParameters(4, 4, -0.17, 1, 0.1)), 4);
    assertThatThrownBy(() -> layer(config, hluq, right))
        .hasMessage(
            "weights of 8 bits with an operand of the kind HluqOperand; allowed: a grouped, wide"
                + " or log2 one");
    QuantizedWeights seven = new QuantizedWeights(7, codes, scale, new int[] {64});
    assertThatThrownBy(() -> layer(config, roomy, seven)).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> new WideWeightsOperand(roomy.operand(), 7))
        .hasMessage("digits of weights of 7 bits; allowed: 4, 5, 6");
    assertThatThrownBy(() -> new SlotCode.Twice(new SlotCode.Twice(new SlotCode.Plain())))
        .hasMessage("slots that stand there four times");
    assertThatThrownBy(
            () -> new WideWeightsOperand(roomy.operand(), 4).withEntryScales(new double[] {1, 15}))
        .hasMessage("entry 1 has the scale 15.0; allowed: 2^4 times the 1.0 of entry 0");
  }

  private static ScaleGrid grid(int multiplier) {
    return new ScaleGrid(new int[] {multiplier}, 1);
  }

  private static GemmLayer layer(
      AcceleratorConfig config, SnappedOperand input, QuantizedWeights weights) {
    double[] bias = new double[weights.outputs()];
    return new LayerFactory(config).create("a", 5, input, weights, bias, new RawOutput());
  }

  /** One output with every weight that there is. */
  private static QuantizedWeights everyWeight(int channels) {
    byte[][] codes = new byte[1][channels];
    for (int c = 0; c < channels; c++) {
      codes[0][c] = (byte) c;
    }
    int[] zero = new int[1];
    Arrays.fill(zero, WideWeightsOperand.ZERO);
    return new QuantizedWeights(WideWeightsOperand.BITS, codes, new double[] {0.001}, zero);
  }
}
