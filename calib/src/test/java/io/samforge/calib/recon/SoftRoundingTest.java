package io.samforge.calib.recon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.calib.Seeds;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.WeightQuantizer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SoftRoundingTest {
  private static final int OUTPUTS = 5;
  private static final int CHANNELS = 40;

  private final Random random = Seeds.random("SoftRoundingTest", 62);
  private final GradientProbe probe = new GradientProbe();
  private final FloatMatrix weights =
      new FloatMatrix(OUTPUTS, CHANNELS, new RandomTensors(random).values(OUTPUTS * CHANNELS));

  @AfterEach
  void close() {
    probe.close();
  }

  private QuantizedWeights nearest(int bits) {
    return new WeightQuantizer(bits).quantize(weights, o -> {});
  }

  /** Codes that are not the nearest ones, as compensated rounding gives them. */
  private QuantizedWeights moved(QuantizedWeights from) {
    byte[][] codes = new byte[OUTPUTS][];
    for (int o = 0; o < OUTPUTS; o++) {
      codes[o] = from.codes()[o].clone();
      for (int c = 0; c < CHANNELS; c++) {
        int code = (codes[o][c] & 0xff) + random.nextInt(5) - 2;
        codes[o][c] = (byte) Math.max(0, Math.min((1 << from.bits()) - 1, code));
      }
    }
    return new QuantizedWeights(from.bits(), codes, from.scale(), from.zeroPoint());
  }

  @Test
  void hardenedAtOnceItGivesTheCodesItStartedFrom() {
    for (int bits : new int[] {4, 8}) {
      for (QuantizedWeights start : new QuantizedWeights[] {nearest(bits), moved(nearest(bits))}) {
        SoftRounding rounding = new SoftRounding(probe.manager(), weights, start, 1e-3);

        assertThat(rounding.hardened().codes()).isDeepEqualTo(start.codes());
        float[] hard = rounding.hardWeights().toFloatArray();
        for (int i = 0; i < hard.length; i++) {
          int o = i / CHANNELS;
          int code = start.codes()[o][i % CHANNELS] & 0xff;
          double level = start.scale()[o] * (code - start.zeroPoint()[o]);
          assertThat((double) hard[i]).isEqualTo(level, within(1e-6));
        }
      }
    }
  }

  @Test
  void softWeightsStartAtTheFloatWeightsUnlessThoseAreNearTheMiddle() {
    QuantizedWeights start = nearest(4);
    SoftRounding rounding = new SoftRounding(probe.manager(), weights, start, 1e-3);

    float[] soft = rounding.weights(rounding.between()).toFloatArray();

    int clipped = 0;
    for (int i = 0; i < soft.length; i++) {
      int o = i / CHANNELS;
      double exact = weights.get(o, i % CHANNELS) / start.scale()[o] + start.zeroPoint()[o];
      boolean inside = exact >= 0 && exact <= 15;
      clipped += inside ? 0 : 1;
      if (inside) {
        double distance = Math.abs(soft[i] - weights.get(o, i % CHANNELS)) / start.scale()[o];
        assertThat(distance).isLessThanOrEqualTo(0.0501);
      }
    }
    assertThat(clipped).isLessThan(soft.length / 10);
  }

  @Test
  void gradientOfAWeightByItsPosition() {
    QuantizedWeights start = nearest(4);
    SoftRounding rounding = new SoftRounding(probe.manager(), weights, start, 1e-3);
    float[] a = new RandomTensors(random).values(OUTPUTS * CHANNELS);
    for (int i = 0; i < a.length; i++) {
      a[i] *= 3;
    }
    rounding.learned().value().set(a);
    Shape shape = new Shape(OUTPUTS, CHANNELS);
    NDArray ones = probe.manager().ones(shape);

    GradientProbe.Result result =
        probe.of(
            probe.manager().ones(shape),
            ones,
            x -> rounding.weights(rounding.between()).mul(x),
            rounding.learned());

    int inside = 0;
    for (int i = 0; i < a.length; i++) {
      double sigmoid = 1 / (1 + Math.exp(-a[i]));
      double h = 1.2 * sigmoid - 0.1;
      boolean free = h > 0 && h < 1;
      inside += free ? 1 : 0;
      double expected = free ? start.scale()[i / CHANNELS] * 1.2 * sigmoid * (1 - sigmoid) : 0;
      assertThat((double) result.byLearned()[0][i]).isEqualTo(expected, within(1e-6));
    }
    assertThat(inside).isBetween(1, a.length - 1);
  }

  @Test
  void penaltyAndItsGradient() {
    SoftRounding rounding = new SoftRounding(probe.manager(), weights, nearest(4), 1e-3);
    float[] a = rounding.learned().value().toFloatArray();
    for (double beta : new double[] {2, 7.5, 20}) {
      NDArray one = probe.manager().create(new float[] {1});

      GradientProbe.Result result =
          probe.of(
              probe.manager().create(new float[] {1}),
              one,
              x -> rounding.penalty(rounding.between(), beta).mul(x),
              rounding.learned());

      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        double sigmoid = 1 / (1 + Math.exp(-a[i]));
        double middle = 2 * (1.2 * sigmoid - 0.1) - 1;
        sum += 1 - Math.pow(Math.abs(middle), beta);
        double slope = -2 * beta * Math.pow(Math.abs(middle), beta - 1) * Math.signum(middle);
        double expected = slope * 1.2 * sigmoid * (1 - sigmoid);
        assertThat((double) result.byLearned()[0][i]).isEqualTo(expected, within(1e-4));
      }
      assertThat((double) result.value()[0]).isEqualTo(sum, within(1e-3 * sum));
    }
  }
}
