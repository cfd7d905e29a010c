package io.samforge.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatArraysTest {
  @Test
  void anArrayComesBackForItsLengthOnly() {
    FloatArrays arrays = new FloatArrays();
    float[] first = arrays.take(5);
    arrays.giveBack(first);
    assertThat(arrays.take(6)).hasSize(6);
    assertThat(arrays.take(5)).isSameAs(first);
    assertThat(arrays.take(5)).isNotSameAs(first).hasSize(5);
  }

  @Test
  void noMoreThan64MebibytesAreKept() {
    FloatArrays arrays = new FloatArrays();
    float[] large = arrays.take(1 << 24);
    float[] small = arrays.take(1);
    arrays.giveBack(large);
    arrays.giveBack(small);
    assertThat(arrays.take(1)).isNotSameAs(small);
    assertThat(arrays.take(1 << 24)).isSameAs(large);
    arrays.giveBack(small);
    assertThat(arrays.take(1)).isSameAs(small);
  }
}
