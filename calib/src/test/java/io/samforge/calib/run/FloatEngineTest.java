package io.samforge.calib.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.Seeds;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.host.run.CodeTensor;
import io.samforge.host.run.FloatTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FloatEngineTest {
  private final RandomModel random = new RandomModel(Seeds.random("FloatEngineTest", 31));

  /** Every kind of input with every kind of output and every activation, against three loops. */
  @Test
  void linearStepsOfAllViews() {
    List<MatrixView> inputs =
        List.of(
            new MatrixView.Rows(List.of(1L, 4L, 5L, 7L)),
            new MatrixView.Planes(7, 4, 5),
            new MatrixView.Patches(3, 8, 10, 2, 2, 0),
            new MatrixView.Patches(3, 7, 9, 3, 2, 1));
    List<MatrixView> outputs =
        List.of(new MatrixView.Rows(List.of(1L, 20L, 6L)), new MatrixView.Planes(6, 4, 5));
    for (MatrixView input : inputs) {
      for (MatrixView output : outputs) {
        for (ActivationFunction f : ActivationFunction.values()) {
          LinearStep step = RandomModel.linear("fc", "x", input, "y", output, f);
          LinearWeights weights = random.weights(step);
          FloatTensor x = random.tensor(input.shape());
          try (FloatEngine engine = new FloatEngine(Map.of("fc", weights))) {
            assertProduct(step, weights, x, engine.linear(step, x));
          }
        }
      }
    }
  }

  private static void assertProduct(
      LinearStep step, LinearWeights weights, FloatTensor x, FloatTensor y) {
    assertThat(y.shape()).isEqualTo(step.outputView().shape());
    float[] row = new float[step.channels()];
    float[] result = new float[step.outputChannels()];
    for (int t = 0; t < step.tokens(); t++) {
      step.inputView().read(x.data(), t, row);
      step.outputView().read(y.data(), t, result);
      for (int o = 0; o < result.length; o++) {
        double sum = weights.bias()[o];
        for (int c = 0; c < row.length; c++) {
          sum += (double) row[c] * weights.weights().get(o, c);
        }
        assertThat((double) result[o]).isCloseTo(step.activation().apply(sum), within(1e-4));
      }
    }
  }

  @Test
  void productsOfActivations() {
    ProductStep step = RandomModel.product(6, 3, 4, 5, 7);
    FloatTensor left = random.tensor(List.of(2L, 3L, 4L, 5L));
    FloatTensor right = random.tensor(List.of(6L, 5L, 7L));
    FloatTensor y;
    try (FloatEngine engine = new FloatEngine(Map.of())) {
      y = engine.product(step, left, right);
    }
    assertThat(y.shape()).isEqualTo(step.shape());
    for (int b = 0; b < 6; b++) {
      for (int t = 0; t < 4; t++) {
        for (int o = 0; o < 7; o++) {
          double sum = 0;
          for (int c = 0; c < 5; c++) {
            sum += left.data()[(b * 4 + t) * 5 + c] * right.data()[(b * 5 + c) * 7 + o];
          }
          assertThat((double) y.data()[(b * 4 + t) * 7 + o]).isCloseTo(sum, within(1e-5));
        }
      }
    }
  }

  @Test
  void whatItCannotComputeIsRefused() {
    MatrixView view = new MatrixView.Rows(List.of(2L, 2L));
    LinearStep step = RandomModel.linear("fc", "x", view, "y", view, ActivationFunction.IDENTITY);
    try (FloatEngine engine = new FloatEngine(Map.of())) {
      assertThatThrownBy(() -> engine.linear(step, random.tensor(view.shape())))
          .hasMessage("no weights for the step fc");
      assertThatThrownBy(() -> engine.linear(step, new CodeTensor(new byte[2][2])))
          .isInstanceOf(UserError.class)
          .hasMessage("the input is codes; this engine reads floats");
    }
  }
}
