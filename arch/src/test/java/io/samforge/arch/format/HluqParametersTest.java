package io.samforge.arch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HluqParametersTest {
  private static final HluqParameters FIRST = new HluqParameters(4, 4, -0.17, 0.48, 1.12 / 11.25);
  private static final HluqParameters SECOND = new HluqParameters(4, 8, -0.17, 0.8, 0.8 / 7.5);

  @Test
  void firstWorkedVectorOfTheAlgorithm() {
    double[] levels = {
      -0.170000, -0.110000, -0.050000, 0.070000, 0.310000, 0.409556, 0.509111, 0.608667, 0.708222,
      0.807778, 0.907333, 1.006889, 1.106444, 1.206000, 1.305556, 1.405111
    };
    double[] thresholds = {
      Double.NEGATIVE_INFINITY,
      -0.127574,
      -0.085147,
      -0.000294,
      0.169411,
      0.359778,
      0.459333,
      0.558889,
      0.658444,
      0.758000,
      0.857556,
      0.957111,
      1.056667,
      1.156222,
      1.255778,
      1.355333
    };
    for (int k = 0; k < 16; k++) {
      assertThat(FIRST.decode(k)).isCloseTo(levels[k], within(6e-7));
      if (k > 0) {
        assertThat(FIRST.offset() + FIRST.threshold(k)).isCloseTo(thresholds[k], within(6e-7));
      }
    }
    double[][] samples = {
      {-0.20, -0.17}, {-0.13, -0.17}, {-0.12, -0.11}, {-0.05, -0.05}, {0.0, 0.07}, {0.1, 0.07},
      {0.2, 0.31}, {0.35, 0.31}, {0.5, 0.509111}, {1.0, 1.006889}, {1.43, 1.405111}, {2.0, 1.405111}
    };
    for (double[] sample : samples) {
      assertThat(FIRST.decode(FIRST.encode(sample[0]))).isCloseTo(sample[1], within(6e-7));
    }
  }

  @Test
  void secondWorkedVectorOfTheAlgorithm() {
    double[] levels = {
      -0.17, -0.16375, -0.1575, -0.145, -0.12, -0.07, 0.03, 0.23, 0.63, 0.736667, 0.843333, 0.95,
      1.056667, 1.163333, 1.27, 1.376667
    };
    double[] thresholds = {
      Double.NEGATIVE_INFINITY,
      -0.165581,
      -0.161161,
      -0.152322,
      -0.134645,
      -0.099289,
      -0.028579,
      0.112843,
      0.395685,
      0.683333,
      0.79,
      0.896667,
      1.003333,
      1.11,
      1.216667,
      1.323333
    };
    for (int k = 0; k < 16; k++) {
      assertThat(SECOND.decode(k)).isCloseTo(levels[k], within(6e-7));
      if (k > 0) {
        assertThat(SECOND.offset() + SECOND.threshold(k)).isCloseTo(thresholds[k], within(6e-7));
      }
    }
    double[][] samples = {
      {-0.165, -0.16375}, {-0.10, -0.12}, {0.0, 0.03}, {0.5, 0.63}, {1.43, 1.376667}
    };
    for (double[] sample : samples) {
      assertThat(SECOND.decode(SECOND.encode(sample[0]))).isCloseTo(sample[1], within(6e-7));
    }
  }

  @Test
  void decodeIsTheFormulaForEveryBitWidthAndEveryNumberOfLogCodes() {
    int checked = 0;
    for (int bits = 2; bits <= 8; bits++) {
      int codes = 1 << bits;
      int limit = Math.min(codes / 2, 16);
      for (int n = 1; n <= codes / 2; n++) {
        HluqParameters q = new HluqParameters(bits, n, -0.125, 0.75, 0.03125);
        for (int k = 0; k < codes; k++) {
          double level;
          if (k == 0 || k <= n && n - k >= limit) {
            level = 0;
          } else if (k <= n) {
            level = 0.75 * Math.pow(2, k - n);
          } else {
            level = 0.75 + (k - n) * 0.03125;
          }
          assertThat(q.decode(k)).isEqualTo(-0.125 + level);
          assertThat(q.lambdaEnabled(k)).isEqualTo(level != 0);
          if (level != 0) {
            assertThat(q.lambdaShift(k)).isBetween(0, limit - 1);
          }
          checked++;
        }
      }
    }
    assertThat(checked)
        .isEqualTo(4 * 2 + 8 * 4 + 16 * 8 + 32 * 16 + 64 * 32 + 128 * 64 + 256 * 128);
  }

  @Test
  void encodeCountsTheThresholdsAndIsTheInverseOfDecode() {
    Random random = Seeds.random(11);
    for (int bits = 2; bits <= 8; bits++) {
      for (int n = 1; n <= (1 << bits) / 2; n++) {
        double log = Math.exp(random.nextGaussian());
        double step = log * Math.exp(random.nextGaussian()) / 4;
        HluqParameters q = new HluqParameters(bits, n, random.nextGaussian(), log, step);
        for (int k = 0; k < q.codes(); k++) {
          if (k == 0 || k > q.dropped()) {
            assertThat(q.encode(q.decode(k))).as("%s code %d", q, k).isEqualTo(k);
          }
        }
        double range = log + (q.codes() - n) * step;
        for (int i = 0; i < 50; i++) {
          double x = q.offset() + (random.nextDouble() * 1.2 - 0.1) * range;
          assertThat(q.encode(x)).isEqualTo(naive(q, x));
        }
        assertThat(q.encode(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(q.encode(Double.POSITIVE_INFINITY)).isEqualTo(q.codes() - 1);
      }
    }
  }

  @Test
  void aTieTakesTheUpperCode() {
    HluqParameters q = new HluqParameters(4, 4, 0, 1, 0.25);
    assertThat(q.encode(1.125)).isEqualTo(5);
    assertThat(q.encode(Math.nextDown(1.125))).isEqualTo(4);
  }

  @Test
  void parametersOutOfRangeAreRejected() {
    assertThatThrownBy(() -> new HluqParameters(9, 4, 0, 1, 1)).hasMessageContaining("bits 9");
    assertThatThrownBy(() -> new HluqParameters(4, 0, 0, 1, 1)).hasMessageContaining("log codes 0");
    assertThatThrownBy(() -> new HluqParameters(4, 9, 0, 1, 1)).hasMessageContaining("log codes 9");
    assertThatThrownBy(() -> new HluqParameters(4, 4, Double.NaN, 1, 1))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new HluqParameters(4, 4, 0, 0, 1)).hasMessageContaining("log scale");
    assertThatThrownBy(() -> new HluqParameters(4, 4, 0, 1, -1)).hasMessageContaining("uniform");
    assertThatThrownBy(() -> FIRST.decode(16)).hasMessageContaining("code 16");
    assertThatThrownBy(() -> FIRST.lambdaShift(0)).hasMessageContaining("no shift");
    assertThatThrownBy(() -> FIRST.encode(Double.NaN)).hasMessageContaining("NaN");
  }

  private static int naive(HluqParameters q, double x) {
    double shifted = x - q.offset();
    int code = 0;
    for (int k = 1; k < q.codes(); k++) {
      double threshold =
          k <= q.nLog()
              ? q.scaleLog() * Math.pow(2, k - q.nLog() - 0.5)
              : q.scaleLog() + (k - q.nLog() - 0.5) * q.scaleUniform();
      code += shifted >= threshold ? 1 : 0;
    }
    return code;
  }
}
