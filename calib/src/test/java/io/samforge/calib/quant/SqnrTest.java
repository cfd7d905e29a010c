package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SqnrTest {
  @Test
  void tenTimesTheAmplitudeOfTheNoiseIsTwentyDecibels() {
    FloatMatrix signal = new FloatMatrix(2, 2, new float[] {10, -10, 10, -10});
    FloatMatrix noisy = new FloatMatrix(2, 2, new float[] {11, -11, 9, -9});
    assertThat(Sqnr.decibels(signal, noisy)).isCloseTo(20, within(1e-9));
    assertThat(Sqnr.decibels(signal, signal)).isInfinite();
  }

  @Test
  void refusesTensorsOfOtherShape() {
    FloatMatrix a = new FloatMatrix(1, 2, new float[2]);
    assertThatThrownBy(() -> Sqnr.decibels(a, a.transposed()))
        .hasMessage("shapes differ: [1][2] and [2][1]");
  }
}
