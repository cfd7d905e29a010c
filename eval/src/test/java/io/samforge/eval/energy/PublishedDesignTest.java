package io.samforge.eval.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The model against the only published designs: their ratios, with and without the fit. */
class PublishedDesignTest {
  /** What docs/energy.md states. */
  private static final double STATED_ERROR = 0.04;

  private static final double STATED_ERROR_WITHOUT_FIT = 0.22;

  private static final Primitives NOMINAL = EnergyFigures.standard().nominal();

  @Test
  void publishedRatiosAreThoseOfTheTable() {
    assertThat(PublishedDesign.INT8.publishedRatio()).isCloseTo(3.48, within(0.005));
    assertThat(PublishedDesign.INT4.publishedRatio()).isCloseTo(6.62, within(0.005));
  }

  @Test
  void ratiosComeOutWithinTheStatedError() {
    for (PublishedDesign design : PublishedDesign.ALL) {
      System.out.printf(
          "%s: %.2f W, ratio %.3f, published %.3f, error %+.1f %%%n",
          design.name(),
          design.watts(NOMINAL),
          design.modelledRatio(NOMINAL),
          design.publishedRatio(),
          100 * design.error(NOMINAL));
      assertThat(design.error(NOMINAL)).as(design.name()).isBetween(-STATED_ERROR, STATED_ERROR);
    }
  }

  /** With DSP blocks as busy as the rest the floating-point design looks too bad. */
  @Test
  void theFitIsNeeded() {
    Primitives without = NOMINAL.with(Quantity.PUBLISHED_DSP_DUTY, 1);
    assertThat(PublishedDesign.INT4.error(without)).isBetween(0.10, STATED_ERROR_WITHOUT_FIT);
    assertThat(PublishedDesign.INT8.error(without)).isBetween(0.10, STATED_ERROR_WITHOUT_FIT);
  }

  /** Figures far off do not come out: the comparison can fail. */
  @Test
  void wrongFiguresAreNoticed() {
    Primitives wrong = NOMINAL.with(Quantity.BRAM_CYCLE, 60);
    assertThat(Math.abs(PublishedDesign.INT8.error(wrong))).isGreaterThan(STATED_ERROR);
  }
}
