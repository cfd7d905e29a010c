package io.samforge.arch.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.Configs;
import io.samforge.arch.Seeds;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.golden.GoldenModel;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayerFactoryTest {
  private static final AcceleratorConfig TINY = Configs.tiny();
  private static final SnappedOperand SMALL =
      SnappedOperand.snap(CagOperand.single(new UniformParameters(4, 0.1, 8), 3));

  /** The integers must add up to the product of the dequantised matrices. */
  @Test
  void theLayerComputesTheDequantisedProduct() {
    Random random = Seeds.random(25);
    for (int i = 0; i < 300; i++) {
      AcceleratorConfig config = Configs.random(random);
      RandomLayers layers = new RandomLayers(random, config);
      int channels = 1 + random.nextInt(40);
      int outputs = 1 + random.nextInt(10);
      SnappedOperand operand = layers.operand(channels);
      QuantizedWeights weights = layers.weights(outputs, channels);
      double[] bias = random.doubles(outputs, -2, 2).toArray();
      GemmLayer layer =
          new LayerFactory(config).create("any", 3, operand, weights, bias, new RawOutput());
      byte[][] codes = layers.codes(layer);
      float[][] y = new GoldenModel().values(layer, codes);
      for (int t = 0; t < 3; t++) {
        for (int o = 0; o < outputs; o++) {
          double sum = bias[o];
          double magnitude = Math.abs(bias[o]);
          for (int c = 0; c < channels; c++) {
            double x = decode(operand.operand(), c, codes[t][c] & 0xff);
            int w = (weights.codes()[o][c] & 0xff) - weights.zeroPoint()[o];
            sum += x * w * weights.scale()[o];
            magnitude += Math.abs(x * w * weights.scale()[o]) + Math.abs(w * weights.scale()[o]);
          }
          assertThat((double) y[t][o]).isCloseTo(sum, within(1e-6 * magnitude));
        }
      }
    }
  }

  @Test
  void layersThatDoNotFitAreUserErrors() {
    assertThatThrownBy(() -> create(operand(CagOperand.single(uniform(5), 3)), weights(4, 3)))
        .isInstanceOf(UserError.class)
        .hasMessage("layer a: operand of 5 bits; allowed: activationBits = 4 of the configuration");
    assertThatThrownBy(() -> create(SMALL, weights(6, 3)))
        .isInstanceOf(UserError.class)
        .hasMessage("layer a: weights of 6 bits; allowed: weightBits = 4 of the configuration");
    CagOperand five = new CagOperand(Collections.nCopies(5, uniform(4)), new int[3]);
    assertThatThrownBy(() -> create(operand(five), weights(4, 3)))
        .isInstanceOf(UserError.class)
        .hasMessage("layer a: 5 operand groups; allowed: at most groups = 4 of the configuration");
    HluqOperand hluq = new HluqOperand(new HluqParameters(4, 4, -0.17, 0.48, 0.1));
    assertThatThrownBy(() -> create(operand(hluq), weights(4, 513)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "layer a: 520 slots with padding; allowed: at most maxInChannels = 512 of the"
                + " configuration");
    EncoderThresholds banks =
        EncoderThresholds.of(Collections.nCopies(5, uniform(4)), ActivationFunction.IDENTITY);
    OutputSpec output = CodeOutput.single(banks, 1);
    assertThatThrownBy(
            () ->
                new LayerFactory(TINY).create("a", 1, SMALL, weights(4, 3), new double[1], output))
        .isInstanceOf(UserError.class)
        .hasMessage("layer a: 5 output banks; allowed: at most groups = 4 of the configuration");
  }

  @Test
  void floatsOutOfRangeAreUserErrorsAndTinyOnesAreZero() {
    QuantizedWeights weights = weights(4, 3);
    assertThatThrownBy(() -> createWithBias(weights, 1e39))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "layer a: the bias B of output 0 is 1.0E39; allowed: within the range of a 32-bit"
                + " float");
    assertThatThrownBy(() -> createWithBias(weights, Double.NaN)).isInstanceOf(UserError.class);
    assertThat(createWithBias(weights, 1e-40).bias()[0]).isZero();
    QuantizedWeights huge =
        new QuantizedWeights(4, weights.codes(), new double[] {1e200}, new int[1]);
    assertThatThrownBy(() -> createWithBias(huge, 0))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("layer a: the scale S of output 0 is ");
  }

  @Test
  void partsThatDoNotBelongTogetherAreRejected() {
    assertThatThrownBy(() -> create(SMALL, weights(4, 4)))
        .hasMessage("3 grouped channels in a layer of 4");
    assertThatThrownBy(
            () ->
                new LayerFactory(TINY)
                    .create("a", 1, SMALL, weights(4, 3), new double[2], new RawOutput()))
        .hasMessage("layer a: 2 biases for 1 outputs");
    assertThatThrownBy(
            () -> new QuantizedWeights(4, new byte[][] {{16}}, new double[] {1}, new int[1]))
        .hasMessageContaining("weight code 16");
    assertThatThrownBy(
            () -> new QuantizedWeights(4, new byte[][] {{1}}, new double[] {0}, new int[1]))
        .hasMessageContaining("weight scale 0.0");
    assertThatThrownBy(
            () -> new QuantizedWeights(4, new byte[][] {{1}}, new double[] {1}, new int[] {16}))
        .hasMessageContaining("zero-point 16");
    assertThatThrownBy(() -> new SnappedOperand(CagOperand.single(uniform(4), 3), SMALL.grid()))
        .hasMessageContaining("entry 0 has the scale 0.3");
    assertThatThrownBy(() -> new CagOperand(Collections.nCopies(2, uniform(4)), new int[] {0, 2}))
        .hasMessage("channel 1 is in group 2 of 2");
  }

  private static double decode(Operand operand, int channel, int code) {
    return operand.quantizer(channel).decode(code);
  }

  private static UniformParameters uniform(int bits) {
    return new UniformParameters(bits, 0.3, 2);
  }

  private static SnappedOperand operand(Operand operand) {
    return SnappedOperand.snap(operand);
  }

  private static QuantizedWeights weights(int bits, int channels) {
    return new QuantizedWeights(bits, new byte[1][channels], new double[] {0.1}, new int[1]);
  }

  private static GemmLayer create(SnappedOperand operand, QuantizedWeights weights) {
    return new LayerFactory(TINY)
        .create("a", 1, operand, weights, new double[weights.outputs()], new RawOutput());
  }

  private static GemmLayer createWithBias(QuantizedWeights weights, double bias) {
    return new LayerFactory(TINY)
        .create("a", 1, SMALL, weights, new double[] {bias}, new RawOutput());
  }
}
