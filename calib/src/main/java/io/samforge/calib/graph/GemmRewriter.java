package io.samforge.calib.graph;

import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.List;

/**
 * Writes Gemm nodes in the two forms that are recognised: a transposed left operand becomes a
 * Transpose of its own, and a plain product of two activations becomes a MatMul.
 */
final class GemmRewriter {
  private static final int INTS = 7;

  private final OnnxGraph graph;
  private final GraphProto.Builder result;

  private GemmRewriter(OnnxGraph graph) {
    this.graph = graph;
    this.result = graph.model().getGraph().toBuilder().clearNode();
  }

  /** The model with its Gemm nodes rewritten. */
  static ModelProto rewrite(OnnxGraph graph) {
    GemmRewriter rewriter = new GemmRewriter(graph);
    graph.nodes().forEach(rewriter::add);
    return graph.model().toBuilder().setGraph(rewriter.result).build();
  }

  private void add(NodeProto node) {
    if (!node.getOpType().equals("Gemm")) {
      result.addNode(node);
      return;
    }
    NodeProto.Builder gemm = node.toBuilder();
    if (NodeAttributes.integer(node, "transA", 0) != 0) {
      gemm.setInput(0, transposed(node, 0));
      without(gemm, "transA");
    }
    if (isPlainProduct(node)) {
      if (NodeAttributes.integer(node, "transB", 0) != 0) {
        gemm.setInput(1, transposed(node, 1));
      }
      String left = gemm.getInput(0);
      gemm.clearAttribute().clearInput().setOpType("MatMul");
      gemm.addInput(left).addInput(rightOf(node));
    }
    result.addNode(gemm);
  }

  private String rightOf(NodeProto node) {
    boolean turned = NodeAttributes.integer(node, "transB", 0) != 0;
    return turned ? transposedName(node, 1) : node.getInput(1);
  }

  private boolean isPlainProduct(NodeProto node) {
    boolean addition = node.getInputCount() > 2 && !node.getInput(2).isEmpty();
    return !addition
        && !graph.isConstant(node.getInput(1))
        && NodeAttributes.number(node, "alpha", 1) == 1;
  }

  private String transposed(NodeProto node, int input) {
    String name = transposedName(node, input);
    result.addNode(
        NodeProto.newBuilder()
            .setOpType("Transpose")
            .setName(name)
            .addInput(node.getInput(input))
            .addOutput(name)
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("perm")
                    .setType(INTS)
                    .addAllInts(List.of(1L, 0L))));
    return name;
  }

  private static String transposedName(NodeProto node, int input) {
    return node.getOutput(0) + "/transposed_" + input;
  }

  private static void without(NodeProto.Builder node, String attribute) {
    List<AttributeProto> others =
        node.getAttributeList().stream().filter(a -> !a.getName().equals(attribute)).toList();
    node.clearAttribute().addAllAttribute(others);
  }
}
