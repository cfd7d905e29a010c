package io.samforge.arch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GeluTest {

  @Test
  void knownValues() {
    assertThat(Gelu.apply(0)).isZero();
    assertThat(Gelu.apply(1)).isCloseTo(0.8413447460685429, within(1e-15));
    assertThat(Gelu.apply(-1)).isCloseTo(-0.15865525393145705, within(1e-16));
    // The tail amplifies the rounding of x/sqrt(2) by x^2, here to some 1e-14.
    assertThat(Gelu.apply(-10)).isCloseTo(-7.619853024160526e-23, within(1e-36));
    assertThat(Gelu.apply(Double.POSITIVE_INFINITY)).isInfinite().isPositive();
    assertThat(Gelu.apply(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Gelu.apply(-Float.MAX_VALUE)).isZero();
  }

  @Test
  void theSlopeChangesSignAtTheMinimum() {
    assertThat(Gelu.apply(Gelu.ARGMIN)).isCloseTo(-0.1699712074799037, within(1e-16));
    // x Phi(x) has the slope Phi(x) + x phi(x); a central difference brackets its root.
    double h = 1e-5;
    double below = Gelu.ARGMIN - 1e-9;
    double above = Gelu.ARGMIN + 1e-9;
    assertThat(Math.abs(slope(Gelu.ARGMIN, h))).isLessThan(1e-10);
    assertThat(Gelu.apply(below - h)).isGreaterThan(Gelu.apply(below));
    assertThat(Gelu.apply(above + h)).isGreaterThan(Gelu.apply(above));
  }

  @Test
  void floatsFallBeforeTheBranchAndRiseFromItOn() {
    int branch = Gelu.branchOrdinal();
    assertThat(Ordinals.toFloat(branch)).isCloseTo((float) Gelu.ARGMIN, within(1e-7f));
    double before = Gelu.apply(Ordinals.toFloat(branch));
    for (int i = 1; i <= 100_000; i++) {
      double next = Gelu.apply(Ordinals.toFloat(branch + i));
      assertThat(next >= before).isTrue();
      before = next;
    }
    before = Gelu.apply(Ordinals.toFloat(branch - 1));
    for (int i = 2; i <= 100_000; i++) {
      double next = Gelu.apply(Ordinals.toFloat(branch - i));
      assertThat(next >= before).isTrue();
      before = next;
    }
  }

  private static double slope(double x, double h) {
    return (Gelu.apply(x + h) - Gelu.apply(x - h)) / (2 * h);
  }
}
