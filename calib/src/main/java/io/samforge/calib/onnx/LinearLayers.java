package io.samforge.calib.onnx;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.quant.FloatMatrix;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the fully connected layers of an ONNX graph by name.
 *
 * <p>A layer is a MatMul whose second operand is a constant matrix, with or without an Add of a
 * constant vector behind it (operands in either order), or a Gemm with constant weights and alpha =
 * beta = 1. Its name is that of the node without a leading slash and without the part behind the
 * last slash if that part is the operator: {@code /a/b/fc1/MatMul} is {@code a/b/fc1}.
 */
public final class LinearLayers {
  private static final int LISTED_CANDIDATES = 8;

  private final OnnxGraph graph;
  private final Map<String, NodeProto> products = new LinkedHashMap<>();

  /** Indexes the layers of {@code graph}. */
  public LinearLayers(OnnxGraph graph) {
    this.graph = graph;
    for (NodeProto node : graph.nodes()) {
      if (isProduct(node)) {
        products.put(layerName(node), node);
      }
    }
  }

  /** The names of all layers in the order of the graph. */
  public List<String> names() {
    return List.copyOf(products.keySet());
  }

  /**
   * The layer called {@code name}; a leading slash does not matter.
   *
   * @throws UserError if there is none, with the layers of the most similar names
   */
  public LinearLayer find(String name) {
    String wanted = name.startsWith("/") ? name.substring(1) : name;
    NodeProto product = products.get(wanted);
    if (product == null) {
      throw new UserError(
          "no linear layer %s in %s; candidates: %s"
              .formatted(wanted, graph.source(), String.join(", ", similarTo(wanted))));
    }
    return product.getOpType().equals("Gemm") ? gemm(wanted, product) : matMul(wanted, product);
  }

  private List<String> similarTo(String wanted) {
    Comparator<String> byPrefix = Comparator.comparingInt(n -> -commonPrefix(n, wanted));
    return names().stream().sorted(byPrefix).limit(LISTED_CANDIDATES).toList();
  }

  private static int commonPrefix(String a, String b) {
    int length = 0;
    while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }

  private boolean isProduct(NodeProto node) {
    return (node.getOpType().equals("MatMul") || node.getOpType().equals("Gemm"))
        && graph.isConstant(node.getInput(1));
  }

  private static String layerName(NodeProto node) {
    String name = node.getName().isEmpty() ? node.getOutput(0) : node.getName();
    String path = name.startsWith("/") ? name.substring(1) : name;
    String operator = "/" + node.getOpType();
    return path.endsWith(operator) ? path.substring(0, path.length() - operator.length()) : path;
  }

  private LinearLayer matMul(String name, NodeProto product) {
    FloatMatrix weights = matrix(name, product.getInput(1)).transposed();
    String output = product.getOutput(0);
    float[] bias = new float[weights.rows()];
    Optional<NodeProto> addition = addition(output, weights.rows());
    if (addition.isPresent()) {
      bias = graph.constant(other(addition.get(), output)).values();
      output = addition.get().getOutput(0);
    }
    return new LinearLayer(name, product.getInput(0), output, weights, bias, activation(output));
  }

  private LinearLayer gemm(String name, NodeProto product) {
    if (number(product, "alpha", 1) != 1
        || number(product, "beta", 1) != 1
        || integer(product, "transA") != 0) {
      throw new UserError(
          "the linear layer %s is a Gemm with alpha, beta or transA, which is not supported"
              .formatted(name));
    }
    FloatMatrix stored = matrix(name, product.getInput(1));
    FloatMatrix weights = integer(product, "transB") == 0 ? stored.transposed() : stored;
    boolean hasBias = product.getInputCount() > 2 && !product.getInput(2).isEmpty();
    float[] bias =
        hasBias ? graph.constant(product.getInput(2)).values() : new float[weights.rows()];
    String output = product.getOutput(0);
    return new LinearLayer(name, product.getInput(0), output, weights, bias, activation(output));
  }

  private FloatMatrix matrix(String layer, String tensor) {
    OnnxTensorData data = graph.constant(tensor);
    if (!data.isMatrix()) {
      throw new UserError(
          "the weights %s of the linear layer %s are not a matrix".formatted(tensor, layer));
    }
    return data.asMatrix();
  }

  /**
   * The Add of a constant with one element per output that is the only reader of {@code tensor}.
   */
  private Optional<NodeProto> addition(String tensor, int outputs) {
    return onlyReader(tensor, "Add")
        .filter(add -> graph.isConstant(other(add, tensor)))
        .filter(add -> graph.constant(other(add, tensor)).values().length == outputs);
  }

  private Optional<NodeProto> onlyReader(String tensor, String operator) {
    List<NodeProto> readers = graph.consumers(tensor);
    return readers.size() == 1 && readers.get(0).getOpType().equals(operator)
        ? Optional.of(readers.get(0))
        : Optional.empty();
  }

  private Activation activation(String output) {
    Optional<NodeProto> relu = onlyReader(output, "Relu");
    if (relu.isPresent()) {
      return new Activation.Relu(relu.get().getOutput(0));
    }
    return new GeluPattern(graph)
        .of(output)
        .<Activation>map(gelu -> new Activation.Gelu(gelu.output()))
        .orElseGet(Activation.None::new);
  }

  private static String other(NodeProto node, String operand) {
    return node.getInput(0).equals(operand) ? node.getInput(1) : node.getInput(0);
  }

  private static float number(NodeProto node, String name, float otherwise) {
    return OnnxGraph.attribute(node, name).map(AttributeProto::getF).orElse(otherwise);
  }

  private static long integer(NodeProto node, String name) {
    return OnnxGraph.attribute(node, name).map(AttributeProto::getI).orElse(0L);
  }
}
