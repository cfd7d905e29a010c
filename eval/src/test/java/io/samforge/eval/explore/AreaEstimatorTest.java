package io.samforge.eval.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Estimates against counts of full synthesis that nothing was fitted to. */
class AreaEstimatorTest {
  private static final double LOGIC_ERROR = 0.07;
  private static final double BLOCK_ERROR = 0.03;

  @Test
  void estimatesOfAcceleratorsThatItNeverSawAreClose() {
    AreaEstimator estimator = AreaEstimator.standard();
    List<AreaSample> counted = SampleFile.resource(AreaPlan.CHECKED);
    AreaErrors.table(estimator, counted).forEach(System.out::println);
    assertThat(counted).extracting(AreaSample::point).isEqualTo(AreaPlan.checked());
    for (AreaErrors e : AreaErrors.of(estimator, counted)) {
      assertThat(Math.abs(e.lut())).as("LUT of %s", e.point().key()).isLessThan(LOGIC_ERROR);
      assertThat(Math.abs(e.ff())).as("FF of %s", e.point().key()).isLessThan(LOGIC_ERROR);
      double dsp = (double) e.estimated().dsp() / e.counted().dsp() - 1;
      double bram = e.estimated().bram() / e.counted().bram() - 1;
      assertThat(Math.abs(dsp)).as("DSP of %s", e.point().key()).isLessThan(BLOCK_ERROR);
      assertThat(Math.abs(bram)).as("BRAM of %s", e.point().key()).isLessThan(BLOCK_ERROR);
    }
  }

  /**
   * The winners of the search by equal resources, which nothing is fitted to, one of split words.
   */
  @Test
  void estimatesAreNearTheCountsOfTheLargest() {
    List<AreaSample> counted = EqualResources.found();
    assertThat(counted).anyMatch(sample -> sample.point().config().hasSplitWords());
    for (AreaErrors e : AreaErrors.of(AreaEstimator.standard(), counted)) {
      assertThat(Math.abs(e.lut())).as("LUT of %s", e.point().key()).isLessThan(LOGIC_ERROR);
      assertThat(e.estimated().dsp()).as("DSP of %s", e.point().key()).isEqualTo(e.counted().dsp());
      double bram = e.estimated().bram() / e.counted().bram() - 1;
      assertThat(Math.abs(bram)).as("BRAM of %s", e.point().key()).isLessThan(BLOCK_ERROR);
    }
  }

  @Test
  void partsOfACountAreAllOfIt() {
    assertThat(AreaPlan.fitted())
        .containsAll(SampleFile.resource(AreaPlan.FITTED).stream().map(AreaSample::point).toList());
    assertThat(AreaEstimator.standard().formats()).contains(NumberFormat.FP32, NumberFormat.W4A4);
    for (AreaSample sample : SampleFile.resource(AreaPlan.FITTED)) {
      assertThat(sample.parts()).containsOnlyKeys(AreaPart.values());
      assertThat(sample.parts().values()).allMatch(part -> part.lut() >= 0 && part.ff() >= 0);
      assertThat(sample.total().lut()).isPositive();
    }
  }

  @Test
  void refusesWhatNothingWasCountedFor() {
    AreaEstimator estimator = AreaEstimator.standard();
    DesignPoint parts = new DesignPoint(NumberFormat.W4A4, 32, 16, 0, 256, 4, 8192, 256);
    assertThatThrownBy(() -> estimator.estimate(parts))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("reduction lanes that are a multiple of the output lanes");
    DesignPoint shallow = new DesignPoint(NumberFormat.W4A4, 16, 32, 0, 128, 4, 8192, 256);
    assertThatThrownBy(() -> estimator.estimate(shallow))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("buffers of less than 256 words");
  }
}
