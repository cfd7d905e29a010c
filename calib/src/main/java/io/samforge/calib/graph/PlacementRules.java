package io.samforge.calib.graph;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.List;
import java.util.Optional;

/** Decides which operators are accelerated. */
final class PlacementRules {
  private final CanonicalGraph graph;
  private final GraphOptions options;
  private final Origins origins;
  private final MatrixProducts products;
  private final Convolutions convolutions;

  PlacementRules(CanonicalGraph graph, GraphOptions options) {
    this.graph = graph;
    this.options = options;
    this.origins = new Origins(graph);
    StepNames names = new StepNames();
    this.products = new MatrixProducts(graph, origins, names);
    this.convolutions = new Convolutions(graph, origins, names);
  }

  /** Where {@code node} belongs. */
  Verdict judge(NodeProto node) {
    return switch (node.getOpType()) {
      case "Gemm", "MatMul" -> named(node).orElseGet(() -> limited(products.judge(node)));
      case "Conv" -> named(node).orElseGet(() -> limited(convolutions.judge(node)));
      case "ConvTranspose" -> Verdict.host("a transposed convolution");
      case "Einsum" -> Verdict.host("an Einsum, which is not recognised as a matrix product");
      default -> Verdict.host("not a matrix product");
    };
  }

  private Optional<Verdict> named(NodeProto node) {
    return options.floatNames().stream()
        .filter(
            part ->
                StepNames.of(node).contains(part)
                    || node.getInputList().stream()
                        .anyMatch(i -> graph.onnx().isConstant(i) && i.contains(part)))
        .findFirst()
        .map(part -> Verdict.host("its name is on the list that stays in floats (%s)", part));
  }

  private Verdict limited(Verdict verdict) {
    if (verdict instanceof Verdict.Linear linear) {
      return limited(linear);
    }
    return verdict instanceof Verdict.Product product ? limited(product) : verdict;
  }

  private Verdict limited(Verdict.Linear linear) {
    LinearStep step = linear.step();
    Optional<String> input = origins.pictureOrPrompt(step.input());
    boolean patches = step.inputView() instanceof MatrixView.Patches;
    if (input.isPresent() && !(patches && options.acceleratePatchEmbedding())) {
      return Verdict.host("reads the input %s itself; first layers stay in floats", input.get());
    }
    return step.tokens() == 1 ? Verdict.host("a single token") : linear;
  }

  private Verdict limited(Verdict.Product product) {
    ProductStep step = product.step();
    for (String side : List.of(step.left(), step.right())) {
      Optional<String> input = origins.pictureOrPrompt(side);
      if (input.isPresent()) {
        return Verdict.host("reads the input %s itself; first layers stay in floats", input.get());
      }
    }
    Optional<String> output = shownBy(step.output());
    if (output.isPresent()) {
      return Verdict.host("makes the output %s itself; it stays in floats", output.get());
    }
    return step.tokens() == 1 ? Verdict.host("a single token") : product;
  }

  /** The output of the model that shows {@code tensor} moved. */
  private Optional<String> shownBy(String tensor) {
    if (graph.outputs().contains(tensor)) {
      return Optional.of(tensor);
    }
    List<NodeProto> readers = graph.onnx().consumers(tensor);
    if (readers.size() != 1 || new Layout(graph).moved(readers.get(0)).isEmpty()) {
      return Optional.empty();
    }
    return shownBy(readers.get(0).getOutput(0));
  }
}
