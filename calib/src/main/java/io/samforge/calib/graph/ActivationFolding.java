package io.samforge.calib.graph;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.calib.onnx.Gelu;
import io.samforge.calib.onnx.GeluPattern;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folds an exact GELU or a ReLU into the linear step before it, if linear steps that see the same
 * matrix are all that reads the result: codes can then pass from one to the other.
 */
final class ActivationFolding {
  private final Draft draft;
  private final GeluPattern gelus;
  private final List<String> floatInputNames;

  /**
   * Prepares a folding.
   *
   * @param floatInputNames steps with one of these in their names keep reading floats
   */
  ActivationFolding(Draft draft, List<String> floatInputNames) {
    this.draft = draft;
    this.floatInputNames = floatInputNames;
    this.gelus = new GeluPattern(draft.graph().onnx());
  }

  /**
   * A function behind a step.
   *
   * @param function the function
   * @param output the tensor that holds its value
   * @param tensors everything its nodes make
   */
  private record Behind(ActivationFunction function, String output, Set<String> tensors) {}

  /** Folds wherever it is possible. */
  void fold() {
    for (NodeProto node : draft.graph().nodes()) {
      draft.linear(node).ifPresent(step -> behind(step).ifPresent(f -> fold(node, step, f)));
    }
  }

  private Optional<Behind> behind(LinearStep step) {
    String y = step.output();
    Optional<Behind> relu =
        draft
            .onlyHostReader(y)
            .filter(node -> node.getOpType().equals("Relu"))
            .map(node -> node.getOutput(0))
            .map(output -> new Behind(ActivationFunction.RELU, output, Set.of(output)));
    return relu.or(() -> gelus.of(y).map(ActivationFolding::behind))
        .filter(behind -> nothingElseReads(y, behind));
  }

  private static Behind behind(Gelu gelu) {
    return new Behind(ActivationFunction.GELU, gelu.output(), gelu.tensors());
  }

  private boolean nothingElseReads(String y, Behind behind) {
    if (draft.graph().outputs().contains(y)) {
      return false;
    }
    for (String tensor : behind.tensors()) {
      if (draft.graph().outputs().contains(tensor)) {
        return false;
      }
      if (!tensor.equals(behind.output()) && !readersMake(tensor, behind.tensors())) {
        return false;
      }
    }
    return readersMake(y, behind.tensors());
  }

  private boolean readersMake(String tensor, Set<String> tensors) {
    return draft.readers(tensor).stream().allMatch(node -> tensors.containsAll(draft.writes(node)));
  }

  private void fold(NodeProto node, LinearStep step, Behind behind) {
    List<NodeProto> readers = draft.readers(behind.output());
    Optional<MatrixView> view =
        readers.stream().findFirst().flatMap(draft::linear).map(LinearStep::inputView);
    boolean same =
        view.isPresent()
            && isSameMatrix(step.outputView(), view.get())
            && readers.stream()
                .allMatch(r -> draft.linear(r).filter(s -> readsCodes(s, view.get())).isPresent());
    if (!same) {
      return;
    }
    for (NodeProto inside : draft.graph().nodes()) {
      if (inside.getOutputList().stream().anyMatch(behind.tensors()::contains)) {
        draft.absorb(inside, node);
      }
    }
    draft.set(
        node,
        new LinearStep(
            step.name(),
            step.input(),
            step.inputView(),
            behind.output(),
            view.get(),
            step.origin(),
            behind.function()));
  }

  private boolean readsCodes(LinearStep reader, MatrixView view) {
    return reader.inputView().equals(view)
        && floatInputNames.stream().noneMatch(reader.name()::contains);
  }

  private static boolean isSameMatrix(MatrixView from, MatrixView to) {
    boolean rows = from instanceof MatrixView.Rows && to instanceof MatrixView.Rows;
    return from.equals(to)
        || (rows && from.tokens() == to.tokens() && from.channels() == to.channels());
  }
}
