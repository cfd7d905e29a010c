package io.samforge.calib.run;

import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.graph.LinearWeights;
import java.util.List;

/**
 * Turns accelerated steps into steps of the host: the same tensors, computed in floats by an ONNX
 * part.
 */
public final class HostSteps {
  private static final String LEFT = "#left";
  private static final String RIGHT = "#right";

  private HostSteps() {}

  /** Returns the step of the host in the place of a linear step. */
  public static HostStep of(LinearStep step) {
    return new HostStep(step.name(), step.inputs(), step.outputs());
  }

  /** Returns the step of the host in the place of a product. */
  public static HostStep of(ProductStep step) {
    return new HostStep(step.name(), step.inputs(), step.outputs());
  }

  /** Returns the serialised part of a linear step. */
  public static byte[] part(LinearStep step, LinearWeights weights) {
    OnnxBuilder model = new OnnxBuilder().input(step.input());
    reshape(model, step.input(), LinearModel.inputShape(step), LinearModel.INPUT);
    LinearModel.append(model, step, weights);
    reshape(model, LinearModel.OUTPUT, step.outputView().shape(), step.output());
    return model.model(step.output());
  }

  /** Returns the serialised part of a product. */
  public static byte[] part(ProductStep step) {
    OnnxBuilder model = new OnnxBuilder().input(step.left()).input(step.right());
    long batch = step.batch();
    reshape(model, step.left(), List.of(batch, (long) step.tokens(), (long) step.inner()), LEFT);
    reshape(model, step.right(), List.of(batch, (long) step.inner(), (long) step.columns()), RIGHT);
    model.node("MatMul", List.of(LEFT, RIGHT), LinearModel.OUTPUT);
    reshape(model, LinearModel.OUTPUT, step.shape(), step.output());
    return model.model(step.output());
  }

  private static void reshape(OnnxBuilder model, String from, List<Long> shape, String to) {
    String name = "#shape of " + to;
    model.constant(name, shape.stream().mapToLong(Long::longValue).toArray());
    model.node("Reshape", List.of(from, name), to);
  }
}
