package io.samforge.calib.recon;

import com.google.protobuf.InvalidProtocolBufferException;
import io.samforge.arch.UserError;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorShapeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts a contiguous run of steps out of a model: a unit that is reconstructed on its own. */
public final class UnitCut {
  private final StagedGraph graph;
  private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

  /**
   * Prepares a model.
   *
   * @param graph the whole model
   * @param hostParts the ONNX model of every host step, by the name of the step
   * @throws UserError when a host part is damaged
   */
  public UnitCut(StagedGraph graph, Map<String, byte[]> hostParts) {
    this.graph = graph;
    hostParts.forEach(this::readShapes);
    graph.inputs().forEach(input -> shapes.put(input.name(), input.shape()));
    graph.outputs().forEach(output -> shapes.put(output.name(), output.shape()));
    for (ModelStep step : graph.steps()) {
      if (step instanceof LinearStep linear) {
        shapes.putIfAbsent(linear.input(), linear.inputView().shape());
        shapes.put(linear.output(), linear.outputView().shape());
      } else if (step instanceof ProductStep product) {
        shapes.put(product.output(), product.shape());
      }
    }
  }

  private void readShapes(String step, byte[] part) {
    try {
      GraphProto onnx = ModelProto.parseFrom(part).getGraph();
      onnx.getInputList().forEach(this::readShape);
      onnx.getOutputList().forEach(this::readShape);
    } catch (InvalidProtocolBufferException e) {
      throw new UserError("the host part %s is no ONNX model".formatted(step), e);
    }
  }

  private void readShape(ValueInfoProto value) {
    List<TensorShapeProto.Dimension> dimensions =
        value.getType().getTensorType().getShape().getDimList();
    if (dimensions.stream().allMatch(TensorShapeProto.Dimension::hasDimValue)) {
      shapes.put(
          value.getName(),
          dimensions.stream().map(TensorShapeProto.Dimension::getDimValue).toList());
    }
  }

  /**
   * Returns the steps from one to another as a graph. Its inputs are the tensors that are written
   * before and read inside, its outputs those that are written inside and needed behind.
   *
   * @param first the name of the first step
   * @param last the name of the last step
   * @throws IllegalArgumentException when the model has no such steps in this order, or the shape
   *     of an input or output is open
   */
  public StagedGraph between(String first, String last) {
    int from = index(first);
    int to = index(last) + 1;
    if (to <= from) {
      throw new IllegalArgumentException(last + " comes before " + first);
    }
    List<ModelStep> inside = graph.steps().subList(from, to);
    Set<String> made = new LinkedHashSet<>();
    inside.forEach(step -> made.addAll(step.outputs()));
    Set<String> inputs = new LinkedHashSet<>();
    inside.forEach(step -> inputs.addAll(step.inputs()));
    inputs.removeAll(made);
    Set<String> needed = new HashSet<>();
    graph.steps().subList(to, graph.steps().size()).forEach(s -> needed.addAll(s.inputs()));
    graph.outputs().forEach(output -> needed.add(output.name()));
    made.retainAll(needed);
    return new StagedGraph(first + " to " + last, tensors(inputs), tensors(made), inside);
  }

  private int index(String name) {
    for (int i = 0; i < graph.steps().size(); i++) {
      if (graph.steps().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("graph %s has no step %s".formatted(graph.name(), name));
  }

  private List<TensorShape> tensors(Set<String> names) {
    List<TensorShape> tensors = new ArrayList<>();
    for (String name : names) {
      List<Long> shape = shapes.get(name);
      if (shape == null) {
        throw new IllegalArgumentException(
            "the shape of %s in graph %s is not known".formatted(name, graph.name()));
      }
      tensors.add(new TensorShape(name, shape));
    }
    return tensors;
  }
}
