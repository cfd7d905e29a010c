package io.samforge.calib.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.Seeds;
import io.samforge.calib.capture.LinearSamples;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is chosen where a step may have 8-bit codes. */
class WideChoiceTest {
  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(Path.of("../configs/small.json"));
  private static final Recipe WIDE = Recipe.FAST.withWideNames(List.of("step"));
  private static final int ROWS = 256;
  private static final int CHANNELS = 64;
  private static final int NARROW = 32;

  private final Random random = Seeds.random("WideChoiceTest", 93);

  /**
   * Half of the channels are a hundred times as wide as the others, so two groups are better. One
   * value far outside of the mean range of a narrow channel would make one group look better; it
   * counts no more than the end of the range.
   */
  @Test
  void channelsOfTwoWidthsGetTwoGroups() {
    float[] values = new float[ROWS * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % CHANNELS < NARROW ? 0.01f : 1) * (2 * random.nextFloat() - 1);
    }
    values[5] = 30;
    ChannelRange[] mean = new ChannelRange[CHANNELS];
    Arrays.setAll(
        mean, c -> c < NARROW ? new ChannelRange(-0.01f, 0.01f) : new ChannelRange(-1, 1));
    FloatMatrix rows = new FloatMatrix(ROWS, CHANNELS, values);
    float[] weights = new float[16 * CHANNELS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i % CHANNELS < NARROW ? 100 : 1) * (float) random.nextGaussian();
    }
    MatrixView view = new MatrixView.Rows(List.of((long) ROWS, (long) CHANNELS));
    LinearStep step =
        new LinearStep(
            "step", "x", view, "y", view, InputOrigin.OTHER, ActivationFunction.IDENTITY);
    Operand found =
        new OperandChooser(CONFIG, WIDE, false)
            .choose(
                step,
                false,
                new LinearSamples(rows, mean, mean),
                new FloatMatrix(16, CHANNELS, weights));
    assertThat(found).isInstanceOf(WideOperand.class);
    assertThat(found.grouped().orElseThrow().groupOfChannel()[0])
        .isNotEqualTo(found.grouped().orElseThrow().groupOfChannel()[CHANNELS - 1]);
  }

  /** A few likely keys have probabilities that uniform codes of 8 bits meet better. */
  @Test
  void probabilitiesMayBeUniformWhereThatIsBetter() {
    assertThat(left(WIDE)).isInstanceOf(WideOperand.class);
    assertThat(left(Recipe.FAST)).isInstanceOf(Log2Operand.class);
  }

  private Operand left(Recipe recipe) {
    int keys = 4;
    float[] p = new float[48 * keys];
    for (int r = 0; r < 48; r++) {
      double sum = 0;
      for (int k = r * keys; k < (r + 1) * keys; k++) {
        p[k] = (float) Math.exp(random.nextGaussian());
        sum += p[k];
      }
      for (int k = r * keys; k < (r + 1) * keys; k++) {
        p[k] /= (float) sum;
      }
    }
    float[] v = new float[keys * 8];
    for (int i = 0; i < v.length; i++) {
      v[i] = (float) random.nextGaussian();
    }
    ProductSamples samples =
        new ProductSamples(
            List.of(
                new ProductSamples.Window(
                    List.of(
                        new ProductSamples.Head(
                            new FloatMatrix(48, keys, p), new FloatMatrix(keys, 8, v))))));
    ProductStep step =
        new ProductStep(
            "step", "p", "v", "o", 1, 1, 48, keys, 8, InputOrigin.SOFTMAX, List.of(48L, 8L));
    StepMeasurement measurement = new StepMeasurement("test", CONFIG);
    return new ProductChooser(CONFIG, recipe, measurement).choose(step, samples).left(0).operand();
  }
}
