package io.samforge.calib.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.run.FloatEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Runs a model as it is and as steps, both in floats, on the same input. */
final class FloatComparison {
  private FloatComparison() {}

  /** Normal values for all inputs of a model. */
  static Map<String, FloatTensor> randomInputs(StagedModel model, Random random) {
    Map<String, FloatTensor> inputs = new LinkedHashMap<>();
    for (TensorShape input : model.graph().inputs()) {
      float[] values = new float[(int) input.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.put(input.name(), new FloatTensor(input.shape(), values));
    }
    return inputs;
  }

  /** The largest difference of an output, relative to the largest magnitude of that output. */
  static double difference(Path file, StagedModel model, Map<String, FloatTensor> inputs) {
    Map<String, float[]> expected = original(file, model, inputs);
    try (FloatEngine engine = new FloatEngine(model.weights());
        GraphExecutor executor =
            new GraphExecutor(model.graph(), model.hostParts(), engine, StepListener.NONE)) {
      Map<String, FloatTensor> found = executor.run(inputs);
      return expected.entrySet().stream()
          .mapToDouble(e -> difference(e.getValue(), found.get(e.getKey()).data()))
          .max()
          .orElseThrow();
    }
  }

  private static double difference(float[] expected, float[] found) {
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs((double) expected[i] - found[i]));
    }
    return error / largest;
  }

  private static Map<String, float[]> original(
      Path file, StagedModel model, Map<String, FloatTensor> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try (OrtSession session =
        environment.createSession(file.toString(), new OrtSession.SessionOptions())) {
      for (String name : session.getInputNames()) {
        FloatTensor value = inputs.containsKey(name) ? inputs.get(name) : filler(session, name);
        long[] shape = value.shape().stream().mapToLong(Long::longValue).toArray();
        FloatBuffer data = FloatBuffer.wrap(value.data());
        tensors.put(name, OnnxTensor.createTensor(environment, data, shape));
      }
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (TensorShape output : model.graph().outputs()) {
        try (OrtSession.Result result = session.run(tensors, Set.of(output.name()))) {
          FloatBuffer data = ((OnnxTensor) result.get(0)).getFloatBuffer();
          float[] values = new float[data.remaining()];
          data.get(values);
          outputs.put(output.name(), values);
        }
      }
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /** A value for an input that the steps do not need. */
  private static FloatTensor filler(OrtSession session, String name) throws OrtException {
    TensorInfo info = (TensorInfo) session.getInputInfo().get(name).getInfo();
    List<Long> shape = Arrays.stream(info.getShape()).map(d -> Math.max(1, d)).boxed().toList();
    float[] values = new float[(int) new TensorShape(name, shape).elements()];
    Arrays.fill(values, 64);
    return new FloatTensor(shape, values);
  }
}
