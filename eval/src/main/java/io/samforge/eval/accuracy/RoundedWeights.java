package io.samforge.eval.accuracy;

import com.google.protobuf.ByteString;
import io.samforge.calib.onnx.LinearLayers;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.WeightQuantizer;
import io.samforge.eval.mask.OnnxImageEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The image encoder with the weights of its fully connected layers rounded to codes of a few bits,
 * one scale and zero-point for each output; activations stay floats. What it loses is lost by the
 * weights alone.
 *
 * @param encoder file of the float encoder
 * @param bits widths to measure
 */
public record RoundedWeights(Path encoder, List<Integer> bits) implements VariantSource {
  /** Copies the list. */
  public RoundedWeights {
    bits = List.copyOf(bits);
  }

  @Override
  public List<AccuracyVariant> variants() {
    return bits.stream()
        .map(
            width ->
                new AccuracyVariant(
                    width,
                    Scope.LINEARS,
                    "weights-only",
                    "rounded weights of MatMul and Gemm, " + width + " bits",
                    () ->
                        VariantEncoder.onHost(
                            new OnnxImageEncoder(
                                rounded(OnnxGraph.read(encoder), width), "rounded")),
                    Optional.empty()))
        .toList();
  }

  /** The serialised model {@code graph} with rounded weights. */
  static byte[] rounded(OnnxGraph graph, int bits) {
    Map<String, TensorProto> replaced = new HashMap<>();
    for (NodeProto node : graph.nodes()) {
      if (isLinear(graph, node)) {
        String tensor = node.getInput(1);
        replaced.computeIfAbsent(tensor, name -> rounded(graph, name, outputsAreRows(node), bits));
      }
    }
    GraphProto.Builder result = graph.model().getGraph().toBuilder().clearInitializer();
    for (TensorProto tensor : graph.model().getGraph().getInitializerList()) {
      result.addInitializer(replaced.getOrDefault(tensor.getName(), tensor));
    }
    return graph.model().toBuilder().setGraph(result).build().toByteArray();
  }

  /** The layers that {@link LinearLayers} finds, if their weights are initializers. */
  private static boolean isLinear(OnnxGraph graph, NodeProto node) {
    boolean product = node.getOpType().equals("MatMul") || node.getOpType().equals("Gemm");
    return product
        && graph.isFloat(node.getInput(1))
        && graph.constant(node.getInput(1)).isMatrix()
        && graph.producer(node.getInput(1)).isEmpty();
  }

  private static boolean outputsAreRows(NodeProto node) {
    return OnnxGraph.attribute(node, "transB").map(AttributeProto::getI).orElse(0L) != 0;
  }

  private static TensorProto rounded(OnnxGraph graph, String name, boolean rows, int bits) {
    FloatMatrix stored = graph.constant(name).asMatrix();
    FloatMatrix weights = rows ? stored : stored.transposed();
    FloatMatrix decoded =
        WeightQuantizer.decoded(new WeightQuantizer(bits).quantize(weights, o -> {}));
    float[] values = (rows ? decoded : decoded.transposed()).toArray();
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return graph.initializer(name).orElseThrow().toBuilder()
        .clearFloatData()
        .setRawData(ByteString.copyFrom(bytes))
        .build();
  }
}
