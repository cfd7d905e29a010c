package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.calib.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompensatedWeightsTest {
  private static final int ROWS = 400;
  private static final int CHANNELS = 24;
  private static final int OUTPUTS = 10;

  private final Random random = Seeds.random("CompensatedWeightsTest", 63);

  /** Inputs whose channels depend on each other. */
  private FloatMatrix inputs() {
    float[] values = new float[ROWS * CHANNELS];
    for (int r = 0; r < ROWS; r++) {
      double common = random.nextGaussian();
      for (int c = 0; c < CHANNELS; c++) {
        values[r * CHANNELS + c] = (float) (common + 0.4 * random.nextGaussian() + 0.5);
      }
    }
    return new FloatMatrix(ROWS, CHANNELS, values);
  }

  private FloatMatrix weights() {
    float[] values = new float[OUTPUTS * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatMatrix(OUTPUTS, CHANNELS, values);
  }

  private static double error(
      FloatMatrix inputs, FloatMatrix exact, QuantizedWeights found, double[] bias) {
    double sum = 0;
    for (int r = 0; r < inputs.rows(); r++) {
      for (int o = 0; o < exact.rows(); o++) {
        double difference = -bias[o];
        for (int c = 0; c < exact.columns(); c++) {
          int steps = (found.codes()[o][c] & 0xff) - found.zeroPoint()[o];
          difference += inputs.get(r, c) * (exact.get(o, c) - found.scale()[o] * steps);
        }
        sum += difference * difference;
      }
    }
    return sum / inputs.rows();
  }

  @Test
  void errorsOfDependentChannelsCompensateEachOther() {
    FloatMatrix inputs = inputs();
    FloatMatrix weights = weights();
    CompensatedWeights.Result found =
        new CompensatedWeights(4, 0.01).fit(inputs, weights, new float[OUTPUTS], o -> {});
    QuantizedWeights nearest = new WeightQuantizer(4).quantize(weights, o -> {});
    double plain = error(inputs, weights, nearest, new double[OUTPUTS]);
    double compensated = error(inputs, weights, found.weights(), found.bias());
    System.out.printf("nearest %.4f, compensated %.4f%n", plain, compensated);
    assertThat(compensated).isLessThan(plain / 4);
  }

  @Test
  void biasTakesTheMeanError() {
    FloatMatrix inputs = inputs();
    FloatMatrix weights = weights();
    CompensatedWeights.Result found =
        new CompensatedWeights(4, 0.1).fit(inputs, weights, new float[OUTPUTS], o -> {});
    double[] mean = inputs.columnMeans();
    for (int o = 0; o < OUTPUTS; o++) {
      double difference = -found.bias()[o];
      for (int c = 0; c < CHANNELS; c++) {
        int steps = (found.weights().codes()[o][c] & 0xff) - found.weights().zeroPoint()[o];
        difference += mean[c] * (weights.get(o, c) - found.weights().scale()[o] * steps);
      }
      assertThat(difference).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void deadChannelsAndDeadOutputsStayZero() {
    FloatMatrix inputs = new FloatMatrix(3, 2, new float[6]);
    FloatMatrix weights = new FloatMatrix(2, 2, new float[] {0, 0, 1, -1});
    CompensatedWeights.Result found =
        new CompensatedWeights(4, 0.1).fit(inputs, weights, new float[] {2, 3}, o -> {});
    assertThat(found.bias()).containsExactly(2, 3);
    assertThat(found.weights().codes()[0][0] & 0xff).isEqualTo(found.weights().zeroPoint()[0]);
    assertThat(Arrays.stream(found.weights().scale()).min().orElseThrow()).isPositive();
  }

  /** 8 bits are symmetric, stay where two digits of 4 bits reach, and lose next to nothing. */
  @Test
  void wideWeightsAreSymmetric() {
    FloatMatrix inputs = inputs();
    float[] values = weights().toArray();
    Arrays.fill(values, 0, CHANNELS, 0);
    FloatMatrix weights = new FloatMatrix(OUTPUTS, CHANNELS, values);
    CompensatedWeights.Result narrow =
        new CompensatedWeights(4, 0.01).fit(inputs, weights, new float[OUTPUTS], o -> {});
    CompensatedWeights.Result wide =
        CompensatedWeights.wide(0.01).fit(inputs, weights, new float[OUTPUTS], o -> {});
    QuantizedWeights found = wide.weights();
    assertThat(found.bits()).isEqualTo(8);
    assertThat(found.zeroPoint()).containsOnly(128);
    assertThat(found.scale()[0]).isEqualTo(1);
    assertThat(found.codes()[0]).containsOnly((byte) 128);
    for (byte[] row : found.codes()) {
      for (byte code : row) {
        assertThat(code & 0xff).isBetween(8, 247);
      }
    }
    assertThat(error(inputs, weights, found, wide.bias()))
        .isLessThan(0.02 * error(inputs, weights, narrow.weights(), narrow.bias()));
  }
}
