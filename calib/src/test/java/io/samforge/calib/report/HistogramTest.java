package io.samforge.calib.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import io.samforge.calib.quant.FloatMatrix;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Random random = Seeds.random("HistogramTest", 72);

  @Test
  void countsAreThoseOfComparisonsWithTheBordersOfParts() {
    for (int round = 0; round < 50; round++) {
      int parts = 1 + random.nextInt(40);
      float[] values = new float[60];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (3 * random.nextGaussian());
      }
      double low = -1 - random.nextInt(3);
      double high = 2;
      Histogram histogram = new Histogram(new ValueAxis.Linear(low, high), parts);
      histogram.add(new FloatMatrix(6, 10, values));
      long[] expected = new long[parts];
      for (float value : values) {
        int part = 0;
        while (part < parts - 1 && value >= low + (part + 1) * (high - low) / parts) {
          part++;
        }
        expected[part]++;
      }
      assertThat(histogram.text())
          .isEqualTo(
              Arrays.stream(expected).mapToObj(Long::toString).collect(Collectors.joining(" ")));
      assertThat(histogram.total()).isEqualTo(values.length);
    }
  }

  @Test
  void octavesAreEqualSteps() {
    ValueAxis.Octaves axis = new ValueAxis.Octaves(-8, 0);
    assertThat(axis.place(1)).isEqualTo(1);
    assertThat(axis.place(0.25)).isCloseTo(0.75, within(1e-12));
    assertThat(axis.place(Math.pow(2, -8))).isCloseTo(0, within(1e-12));
    assertThat(axis.place(0)).isZero();
    assertThat(axis.place(-3)).isZero();
    assertThat(axis.place(7)).isEqualTo(1);
    assertThat(axis.highLabel()).isEqualTo("1");
  }

  @Test
  void aConstantHasAnAxisToo() {
    ValueAxis.Linear axis = ValueAxis.Linear.around(3, 3);
    assertThat(axis.place(3)).isEqualTo(0.5);
    assertThat(ValueAxis.Linear.around(-2, 6)).isEqualTo(new ValueAxis.Linear(-2, 6));
  }

  @Test
  void heightsAreLogarithmsOfCounts() {
    Histogram histogram = new Histogram(new ValueAxis.Linear(0, 3), 3);
    histogram.add(new FloatMatrix(1, 10, new float[] {0, 0, 0, 1, 2, 2, 2, 2, 2, 2}));
    double most = Math.log(7);
    assertThat(histogram.outline(30, 50, 40))
        .isEqualTo(
            "M0 50V%sH10V%sH20V10H30V50Z"
                .formatted(
                    Markup.coordinate(50 - 40 * Math.log(4) / most),
                    Markup.coordinate(50 - 40 * Math.log(2) / most)));
  }
}
