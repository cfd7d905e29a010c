package io.samforge.calib.recon;

import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.host.run.FloatTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values with a normal distribution. */
record RandomTensors(Random random) {
  float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  FloatTensor tensor(List<Long> shape) {
    return new FloatTensor(shape, values((int) new TensorShape("", shape).elements()));
  }

  Map<String, FloatTensor> inputs(StagedGraph graph) {
    Map<String, FloatTensor> inputs = new LinkedHashMap<>();
    graph.inputs().forEach(input -> inputs.put(input.name(), tensor(input.shape())));
    return inputs;
  }
}
