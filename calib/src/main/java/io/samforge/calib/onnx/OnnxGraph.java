package io.samforge.calib.onnx;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import io.samforge.calib.onnx.proto.OnnxProto.TypeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An ONNX model, indexed: who makes a tensor, who reads it, and which tensors are constants.
 *
 * <p>Only the main graph is looked at; graphs inside control-flow nodes are kept but not indexed.
 */
public final class OnnxGraph {
  private static final int TENSOR_FLOAT = ElementType.FLOAT.code();

  private final ModelProto model;
  private final String source;
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final Map<String, TensorProto> constants = new HashMap<>();

  /**
   * Indexes {@code model}.
   *
   * @param source what error messages call the model, usually its file name
   */
  public OnnxGraph(ModelProto model, String source) {
    this.model = model;
    this.source = source;
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      constants.put(tensor.getName(), tensor);
    }
    for (NodeProto node : model.getGraph().getNodeList()) {
      node.getOutputList().forEach(output -> producers.put(output, node));
      for (String input : NodeReads.of(node)) {
        consumers.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
      }
      if (node.getOpType().equals("Constant")) {
        attribute(node, "value").ifPresent(a -> constants.put(node.getOutput(0), a.getT()));
      }
    }
  }

  /**
   * Reads an ONNX file.
   *
   * @throws UserError if the file is missing or holds no sound ONNX model, see {@link OnnxFile}
   */
  public static OnnxGraph read(Path file) {
    OnnxFile onnx = new OnnxFile(file);
    return new OnnxGraph(onnx.read(), onnx.source());
  }

  /** What error messages call this model. */
  public String source() {
    return source;
  }

  /** All nodes in the order of the file, which is an order of execution. */
  public List<NodeProto> nodes() {
    return model.getGraph().getNodeList();
  }

  /** The model as it was read. */
  public ModelProto model() {
    return model;
  }

  /** The node that makes {@code tensor}; none for inputs and initializers. */
  public Optional<NodeProto> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  /** The tensors that {@code node} reads, also those that graphs inside it take from outside. */
  public static Set<String> reads(NodeProto node) {
    return NodeReads.of(node);
  }

  /** The nodes that read {@code tensor}, each once. */
  public List<NodeProto> consumers(String tensor) {
    return consumers.getOrDefault(tensor, List.of());
  }

  /** True if {@code tensor} is an initializer or the output of a Constant node. */
  public boolean isConstant(String tensor) {
    return constants.containsKey(tensor);
  }

  /**
   * The value of the constant {@code tensor}.
   *
   * @throws UserError if there is no such constant or it is not a float tensor stored in the file
   */
  public OnnxTensorData constant(String tensor) {
    TensorProto found = constants.get(tensor);
    if (found == null) {
      throw new UserError("the ONNX model %s has no constant %s".formatted(source, tensor));
    }
    if (found.getDataType() != TENSOR_FLOAT || found.getDataLocation() != 0) {
      throw new UserError(
          "the constant %s of %s is not a float tensor stored in the model"
              .formatted(tensor, source));
    }
    return OnnxTensorData.of(found, source);
  }

  /** The initializer or value of a Constant node called {@code tensor}. */
  public Optional<TensorProto> initializer(String tensor) {
    return Optional.ofNullable(constants.get(tensor));
  }

  /** True if {@code tensor} is a constant of 32-bit floats. */
  public boolean isFloat(String tensor) {
    return initializer(tensor).filter(t -> t.getDataType() == TENSOR_FLOAT).isPresent();
  }

  /** Dimensions of the constant {@code tensor}; empty for a scalar and for what is no constant. */
  public List<Long> constantShape(String tensor) {
    return initializer(tensor).map(TensorProto::getDimsList).orElse(List.of());
  }

  /** The value of {@code tensor} if it is a float constant with exactly one element. */
  public Optional<Float> scalar(String tensor) {
    TensorProto found = constants.get(tensor);
    if (found == null || found.getDataType() != TENSOR_FLOAT || found.getDataLocation() != 0) {
      return Optional.empty();
    }
    float[] values = OnnxTensorData.of(found, source).values();
    return values.length == 1 ? Optional.of(values[0]) : Optional.empty();
  }

  /** The attribute of {@code node} called {@code name}. */
  public static Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  /**
   * A serialised model that computes {@code tensors} and nothing else: they are its outputs, in the
   * given order, and nodes and initializers that none of them needs are left out.
   *
   * @throws UserError if a tensor is made by no node of the graph
   */
  public byte[] cut(List<String> tensors) {
    Set<String> needed = ancestors(tensors);
    GraphProto.Builder graph =
        model.getGraph().toBuilder().clearNode().clearInitializer().clearOutput().clearValueInfo();
    for (NodeProto node : nodes()) {
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        graph.addNode(node);
      }
    }
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      if (needed.contains(tensor.getName())) {
        graph.addInitializer(tensor);
      }
    }
    TypeProto type =
        TypeProto.newBuilder()
            .setTensorType(TypeProto.Tensor.newBuilder().setElemType(TENSOR_FLOAT))
            .build();
    for (String tensor : new LinkedHashSet<>(tensors)) {
      graph.addOutput(ValueInfoProto.newBuilder().setName(tensor).setType(type));
    }
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  /**
   * The given tensors and all tensors they are computed from.
   *
   * @throws UserError if a tensor is made by no node of the graph
   */
  public Set<String> ancestors(List<String> tensors) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String tensor : tensors) {
      if (!producers.containsKey(tensor)) {
        throw new UserError("no node of the ONNX model %s makes %s".formatted(source, tensor));
      }
      open.add(tensor);
    }
    while (!open.isEmpty()) {
      String tensor = open.remove();
      NodeProto producer = producers.get(tensor);
      if (seen.add(tensor) && producer != null) {
        open.addAll(NodeReads.of(producer));
      }
    }
    return seen;
  }
}
