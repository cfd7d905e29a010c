package io.samforge.arch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrdinalsTest {

  @Test
  void landmarks() {
    assertThat(Ordinals.of(0f)).isZero();
    assertThat(Ordinals.of(-0f)).isZero();
    assertThat(Ordinals.of(Float.MIN_VALUE)).isEqualTo(1);
    assertThat(Ordinals.of(-Float.MIN_VALUE)).isEqualTo(-1);
    assertThat(Ordinals.of(1f)).isEqualTo(0x3f800000);
    assertThat(Ordinals.of(Float.POSITIVE_INFINITY)).isEqualTo(Ordinals.MAX);
    assertThat(Ordinals.of(Float.NEGATIVE_INFINITY)).isEqualTo(Ordinals.MIN);
    assertThatThrownBy(() -> Ordinals.of(Float.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ordinals.toFloat(Ordinals.MAX + 1)).hasMessageContaining("no float");
  }

  @Test
  void orderIsKeptAndEveryOrdinalComesBack() {
    Random random = Seeds.random(13);
    for (int i = 0; i < 1_000_000; i++) {
      int ordinal = (int) Math.round((random.nextDouble() * 2 - 1) * (Ordinals.MAX - 1));
      float x = Ordinals.toFloat(ordinal);
      assertThat(Ordinals.of(x)).isEqualTo(ordinal);
      if (Ordinals.toFloat(ordinal + 1) != Math.nextUp(x)) {
        throw new AssertionError("not the neighbour of " + x);
      }
    }
  }
}
