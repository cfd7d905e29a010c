package io.samforge.calib.run;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.calib.graph.LinearWeights;
import java.util.List;

/**
 * The ONNX model of a linear step: a matrix product or a convolution, whichever reads the tensor as
 * it lies in memory, then the activation. Its names begin with a sign that no name of a model
 * begins with.
 */
final class LinearModel {
  /** Name of the only input. */
  static final String INPUT = "#x";

  /** Name of the output. */
  static final String OUTPUT = "#y";

  private static final String WEIGHTS = "#weights";
  private static final String BIAS = "#bias";
  private static final String SUM = "#sum";

  private LinearModel() {}

  /** The shape in which the model reads the input of a step. */
  static List<Long> inputShape(LinearStep step) {
    return step.inputView() instanceof MatrixView.Rows
        ? List.of((long) step.tokens(), (long) step.channels())
        : step.inputView().shape();
  }

  /** The serialised model; its output has the elements of the step's output tensor. */
  static byte[] of(LinearStep step, LinearWeights weights) {
    OnnxBuilder model = new OnnxBuilder().input(INPUT);
    append(model, step, weights);
    return model.model(OUTPUT);
  }

  /** Adds operators that read {@value #INPUT} and write {@value #OUTPUT}. */
  static void append(OnnxBuilder model, LinearStep step, LinearWeights weights) {
    model.constant(BIAS, List.of((long) step.outputChannels()), weights.bias());
    boolean rows = step.inputView() instanceof MatrixView.Rows;
    if (rows) {
      product(model, step, weights);
    } else {
      convolution(model, step, weights);
    }
    String matrix = SUM;
    if (rows != step.outputView() instanceof MatrixView.Rows) {
      matrix = transposed(model, step, rows);
    }
    model.node(operator(step.activation()), List.of(matrix), OUTPUT);
  }

  private static void product(OnnxBuilder model, LinearStep step, LinearWeights weights) {
    List<Long> shape = List.of((long) step.outputChannels(), (long) step.channels());
    model.constant(WEIGHTS, shape, weights.weights().toArray());
    model.node("Gemm", List.of(INPUT, WEIGHTS, BIAS), SUM, OnnxBuilder.attribute("transB", 1));
  }

  private static void convolution(OnnxBuilder model, LinearStep step, LinearWeights weights) {
    long kernel = 1;
    long stride = 1;
    long padding = 0;
    if (step.inputView() instanceof MatrixView.Patches patches) {
      kernel = patches.kernel();
      stride = patches.stride();
      padding = patches.padding();
    }
    long planes = step.channels() / (kernel * kernel);
    List<Long> shape = List.of((long) step.outputChannels(), planes, kernel, kernel);
    model.constant(WEIGHTS, shape, weights.weights().toArray());
    model.node(
        "Conv",
        List.of(INPUT, WEIGHTS, BIAS),
        SUM,
        OnnxBuilder.attribute("kernel_shape", List.of(kernel, kernel)),
        OnnxBuilder.attribute("strides", List.of(stride, stride)),
        OnnxBuilder.attribute("pads", List.of(padding, padding, padding, padding)));
  }

  /** Turns [tokens][outputs] into planes, or planes into [tokens][outputs]. */
  private static String transposed(OnnxBuilder model, LinearStep step, boolean rows) {
    long tokens = step.tokens();
    long outputs = step.outputChannels();
    model.constant("#shape", rows ? tokens : outputs, rows ? outputs : tokens);
    model.node("Reshape", List.of(SUM, "#shape"), "#matrix");
    model.node(
        "Transpose",
        List.of("#matrix"),
        "#transposed",
        OnnxBuilder.attribute("perm", List.of(1L, 0L)));
    return "#transposed";
  }

  private static String operator(ActivationFunction activation) {
    return switch (activation) {
      case IDENTITY -> "Identity";
      case RELU -> "Relu";
      case GELU -> "Gelu";
    };
  }
}
