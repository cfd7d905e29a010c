package io.samforge.calib.graph;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.OnnxTensorData;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.quant.FloatMatrix;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets linear steps that see rows read before, and write behind, operators that only give a tensor
 * another shape; an addition of constants behind a step becomes its bias.
 */
final class StepEdges {
  private final Draft draft;
  private final Layout layout;

  StepEdges(Draft draft) {
    this.draft = draft;
    this.layout = new Layout(draft.graph());
  }

  /** Moves the edges of all steps: first all outputs, which are where inputs must stop. */
  void move() {
    draft.graph().nodes().stream().filter(this::seesRows).forEach(this::moveOutput);
    draft.graph().nodes().stream().filter(this::seesRows).forEach(this::moveInput);
  }

  private boolean seesRows(NodeProto node) {
    return draft.linear(node).filter(s -> s.inputView() instanceof MatrixView.Rows).isPresent();
  }

  private void moveOutput(NodeProto node) {
    boolean moved = true;
    while (moved) {
      LinearStep step = draft.linear(node).orElseThrow();
      Optional<NodeProto> reader = draft.onlyHostReader(step.output());
      Optional<float[]> bias = reader.flatMap(r -> bias(r, step));
      moved = bias.isPresent() || reader.filter(layout::keepsRows).isPresent();
      if (moved) {
        bias.ifPresent(b -> addBias(node, b));
        String output = reader.get().getOutput(0);
        draft.absorb(reader.get(), node);
        draft.set(node, edges(step, step.input(), output));
      }
    }
  }

  private void moveInput(NodeProto node) {
    LinearStep step = draft.linear(node).orElseThrow();
    String input = step.input();
    Optional<NodeProto> maker = draft.maker(input);
    while (maker.filter(m -> draft.step(m).isEmpty() && layout.keepsRows(m)).isPresent()) {
      draft.absorb(maker.get(), node);
      input = maker.get().getInput(0);
      maker = draft.maker(input);
    }
    if (!input.equals(step.input())) {
      draft.set(node, edges(step, input, step.output()));
    }
  }

  private LinearStep edges(LinearStep step, String input, String output) {
    return new LinearStep(
        step.name(), input, rows(input), output, rows(output), step.origin(), step.activation());
  }

  private MatrixView.Rows rows(String tensor) {
    return new MatrixView.Rows(draft.graph().fixedFloats(tensor).orElseThrow().shape());
  }

  /** What {@code node} adds to every token of the step's output. */
  private Optional<float[]> bias(NodeProto node, LinearStep step) {
    OnnxGraph onnx = draft.graph().onnx();
    if (!node.getOpType().equals("Add") || node.getInputCount() != 2) {
      return Optional.empty();
    }
    int side = node.getInput(0).equals(step.output()) ? 1 : 0;
    Optional<TensorType> sum = draft.graph().fixedFloats(node.getOutput(0));
    if (!onnx.isFloat(node.getInput(side))
        || sum.filter(t -> t.shape().equals(step.outputView().shape())).isEmpty()) {
      return Optional.empty();
    }
    OnnxTensorData added = onnx.constant(node.getInput(side));
    int[] shape = added.shape();
    int outputs = step.outputChannels();
    boolean each = added.values().length == outputs && shape[shape.length - 1] == outputs;
    return each ? Optional.of(added.values()) : Optional.empty();
  }

  private void addBias(NodeProto node, float[] added) {
    Supplier<LinearWeights> before = draft.weights(node);
    draft.setWeights(
        node,
        () -> {
          FloatMatrix weights = before.get().weights();
          float[] bias = before.get().bias().clone();
          for (int o = 0; o < bias.length; o++) {
            bias[o] += added[o];
          }
          return new LinearWeights(weights, bias);
        });
  }
}
