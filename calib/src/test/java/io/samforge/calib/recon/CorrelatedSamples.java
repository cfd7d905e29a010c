package io.samforge.calib.recon;

import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.run.FloatEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Samples whose channels depend on each other, as those of networks do: a few hidden values mixed
 * into all channels, and a little noise.
 */
final class CorrelatedSamples {
  private static final int HIDDEN = 5;
  private static final double NOISE = 0.15;

  private final Random random;
  private final Map<String, float[][]> mixes = new LinkedHashMap<>();

  CorrelatedSamples(Random random) {
    this.random = random;
  }

  UnitSamples of(StagedGraph unit, StagedModel model, int images) {
    List<UnitSample> samples = new ArrayList<>();
    try (FloatEngine engine = new FloatEngine(model.weights());
        GraphExecutor executor =
            new GraphExecutor(unit, model.hostParts(), engine, StepListener.NONE)) {
      for (int i = 0; i < images; i++) {
        Map<String, FloatTensor> inputs = new LinkedHashMap<>();
        unit.inputs().forEach(input -> inputs.put(input.name(), tensor(input)));
        samples.add(new UnitSample(inputs, disturbed(inputs), executor.run(inputs)));
      }
    }
    return new MeasureReconstruction.InMemory(samples);
  }

  private FloatTensor tensor(TensorShape input) {
    List<Long> shape = input.shape();
    boolean picture = shape.size() == 4 && shape.get(0) == 1;
    int channels = Math.toIntExact(picture ? shape.get(1) : shape.get(shape.size() - 1));
    int tokens = (int) (input.elements() / channels);
    float[][] mix = mixes.computeIfAbsent(input.name(), n -> mix(channels));
    float[] values = new float[tokens * channels];
    for (int t = 0; t < tokens; t++) {
      float[] hidden = new RandomTensors(random).values(HIDDEN);
      for (int c = 0; c < channels; c++) {
        double sum = NOISE * random.nextGaussian();
        for (int h = 0; h < HIDDEN; h++) {
          sum += hidden[h] * mix[h][c];
        }
        values[picture ? c * tokens + t : t * channels + c] = (float) sum;
      }
    }
    return new FloatTensor(shape, values);
  }

  private float[][] mix(int channels) {
    float[][] mix = new float[HIDDEN][];
    for (int h = 0; h < HIDDEN; h++) {
      mix[h] = new RandomTensors(random).values(channels);
    }
    return mix;
  }

  private Map<String, FloatTensor> disturbed(Map<String, FloatTensor> inputs) {
    Map<String, FloatTensor> disturbed = new LinkedHashMap<>();
    inputs.forEach(
        (name, input) -> {
          float[] values = input.data().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.02 * random.nextGaussian());
          }
          disturbed.put(name, new FloatTensor(input.shape(), values));
        });
    return disturbed;
  }
}
