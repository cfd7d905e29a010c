package io.samforge.calib.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.samforge.arch.UserError;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs an ONNX graph in ONNX Runtime and hands out tensors from its inside. */
public final class TensorProbe {
  private final OnnxGraph graph;

  /** Makes a probe of {@code graph}. */
  public TensorProbe(OnnxGraph graph) {
    this.graph = graph;
  }

  /**
   * The float values of {@code tensors} for one input of the graph, in the order asked for.
   *
   * @param inputName the only input of the graph
   * @param input its elements, row-major
   * @param shape its shape
   * @throws UserError if a tensor does not exist or ONNX Runtime refuses the graph or the input
   */
  public Map<String, OnnxTensorData> run(
      String inputName, float[] input, long[] shape, List<String> tensors) {
    byte[] cut = graph.cut(tensors);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(cut, options);
        OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), shape);
        OrtSession.Result result = session.run(Map.of(inputName, tensor))) {
      Map<String, OnnxTensorData> values = new LinkedHashMap<>();
      for (String name : tensors) {
        values.put(name, copy(name, result));
      }
      return values;
    } catch (OrtException e) {
      throw new UserError(
          "ONNX Runtime cannot run %s: %s"
              .formatted(graph.source(), e.getMessage().lines().findFirst().orElse("no reason")));
    }
  }

  private static OnnxTensorData copy(String name, OrtSession.Result result) throws OrtException {
    OnnxTensor tensor =
        (OnnxTensor) result.get(name).orElseThrow(() -> new UserError("no tensor " + name));
    int[] shape = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return new OnnxTensorData(name, shape, values);
  }
}
