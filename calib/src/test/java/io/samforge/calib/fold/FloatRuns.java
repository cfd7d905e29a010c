package io.samforge.calib.fold;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.run.FloatEngine;
import io.samforge.calib.synth.SyntheticModel;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.ObservedEngine;
import io.samforge.host.run.ProductSlice;
import io.samforge.host.run.StepListener;
import io.samforge.host.run.StepObserver;
import io.samforge.host.run.StepValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs models in floats and keeps both sides of their products. */
final class FloatRuns implements StepObserver {
  private static final int WINDOWS = 6;
  private static final int LEFT_ROWS = 128;

  private final Map<String, ProductSamples> samples = new LinkedHashMap<>();
  private final Map<String, FloatTensor> outputs;

  private FloatRuns(StagedModel model, Map<String, FloatTensor> inputs) {
    try (ObservedEngine engine = new ObservedEngine(new FloatEngine(model.weights()), this);
        GraphExecutor executor =
            new GraphExecutor(model.graph(), model.hostParts(), engine, StepListener.NONE)) {
      outputs = executor.run(inputs);
    }
  }

  /** Runs a model once. */
  static FloatRuns of(StagedModel model, Map<String, FloatTensor> inputs) {
    return new FloatRuns(model, inputs);
  }

  /** Writes a synthetic model into a folder and reads it. */
  static StagedModel read(SyntheticModel model, Path folder, GraphOptions options) {
    Path file = folder.resolve("model.onnx");
    model.write(file);
    return GraphReader.read(file, options);
  }

  /** Normal values for all inputs. */
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

  /** What the run gave. */
  Map<String, FloatTensor> outputs() {
    return outputs;
  }

  /** Both sides of a product. */
  ProductSamples samples(ProductStep step) {
    return samples.get(step.name());
  }

  /** The largest difference of an output, relative to the largest magnitude of that output. */
  double difference(FloatRuns other) {
    double worst = 0;
    for (Map.Entry<String, FloatTensor> output : outputs.entrySet()) {
      float[] expected = output.getValue().data();
      float[] found = other.outputs.get(output.getKey()).data();
      double largest = 0;
      double error = 0;
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        error = Math.max(error, Math.abs((double) expected[i] - found[i]));
      }
      worst = Math.max(worst, error / largest);
    }
    return worst;
  }

  @Override
  public void linear(LinearStep step, StepValue input) {}

  @Override
  public void product(ProductSlice slice, FloatTensor left, FloatTensor right) {
    ProductStep step = slice.step();
    if (slice.count() != step.batch()) {
      throw new IllegalArgumentException("a model of a test with sliced products");
    }
    int windows = step.batch() / step.heads();
    int rows = Math.min(step.tokens(), LEFT_ROWS);
    List<ProductSamples.Window> kept = new ArrayList<>();
    for (int w = 0; w < Math.min(windows, WINDOWS); w++) {
      int window = w * windows / Math.min(windows, WINDOWS);
      List<ProductSamples.Head> heads = new ArrayList<>();
      for (int b = window * step.heads(); b < (window + 1) * step.heads(); b++) {
        heads.add(
            new ProductSamples.Head(
                part(left, b * step.tokens() * step.inner(), rows, step.inner()),
                part(right, b * step.inner() * step.columns(), step.inner(), step.columns())));
      }
      kept.add(new ProductSamples.Window(heads));
    }
    samples.put(step.name(), new ProductSamples(kept));
  }

  private static FloatMatrix part(FloatTensor tensor, int from, int rows, int columns) {
    float[] part = Arrays.copyOfRange(tensor.data(), from, from + rows * columns);
    return new FloatMatrix(rows, columns, part);
  }
}
