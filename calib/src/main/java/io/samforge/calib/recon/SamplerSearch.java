package io.samforge.calib.recon;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.TensorShape;
import io.samforge.host.run.FloatTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Finds out for which parts of an image a unit can be computed alone.
 *
 * <p>Nothing is concluded from the operators. A way to take parts is accepted when the unit
 * computes the same for a random part alone as for everything, on random inputs: any exchange
 * between parts would show.
 */
final class SamplerSearch {
  private static final double TOLERANCE = 1e-3;
  private static final int LARGEST_MARGIN = 4;

  private final UnitNetwork network;
  private final StepMath math;
  private final NDManager manager;
  private final Random random;
  private final Map<String, FloatTensor> inputs = new LinkedHashMap<>();
  private Map<String, FloatTensor> outputs;

  /**
   * Prepares a search.
   *
   * @param math computes the unit in floats
   * @param seed of the random inputs
   */
  SamplerSearch(NDManager manager, UnitNetwork network, StepMath math, long seed) {
    this.manager = manager;
    this.network = network;
    this.math = math;
    this.random = new Random(seed);
    for (TensorShape input : network.unit().inputs()) {
      float[] values = new float[Math.toIntExact(input.elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.put(input.name(), new FloatTensor(input.shape(), values));
    }
  }

  /**
   * Returns a sampler for about so many tokens.
   *
   * @throws IllegalArgumentException when the unit cannot be computed at all
   */
  Sampler find(int tokens) {
    for (Sampler candidate : candidates(tokens)) {
      if (agrees(candidate)) {
        return candidate;
      }
    }
    return new Sampler.Everything();
  }

  private List<Sampler> candidates(int tokens) {
    List<Sampler> candidates = new ArrayList<>();
    crops(tokens, candidates);
    List<Long> shape = network.unit().inputs().get(0).shape();
    long samples = network.unit().inputs().get(0).elements();
    for (int i = shape.size() - 1; i > 0; i--) {
      samples /= shape.get(i);
      long count = Math.max(1, tokens * samples / tokensOfUnit());
      if (count < samples && dividesAll(samples)) {
        candidates.add(new SliceSampler(Math.toIntExact(samples), Math.toIntExact(count)));
      }
    }
    return candidates;
  }

  private long tokensOfUnit() {
    ModelStep first =
        network.unit().steps().stream()
            .filter(step -> step instanceof LinearStep || step instanceof ProductStep)
            .findFirst()
            .orElseThrow();
    return first instanceof LinearStep linear
        ? linear.tokens()
        : (long) ((ProductStep) first).tokens()
            * ((ProductStep) first).batch()
            / ((ProductStep) first).heads();
  }

  private boolean dividesAll(long samples) {
    return network.unit().inputs().stream().allMatch(t -> t.elements() % samples == 0)
        && network.unit().outputs().stream().allMatch(t -> t.elements() % samples == 0);
  }

  private void crops(int tokens, List<Sampler> candidates) {
    List<Long> in = network.unit().inputs().get(0).shape();
    List<Long> out = network.unit().outputs().get(0).shape();
    boolean pictures =
        network.unit().inputs().stream().allMatch(t -> samePicture(t, in))
            && network.unit().outputs().stream().allMatch(t -> samePicture(t, out));
    if (!pictures || in.get(2) % out.get(2) != 0) {
      return;
    }
    int stride = Math.toIntExact(in.get(2) / out.get(2));
    int inner = (int) Math.ceil(Math.sqrt(tokens)) / stride;
    for (int margin = 0; margin <= LARGEST_MARGIN; margin++) {
      int side = inner + 2 * margin;
      if (side > 2 * margin && side < Math.min(out.get(2), out.get(3))) {
        int height = Math.toIntExact(out.get(2));
        candidates.add(new CropSampler(height, Math.toIntExact(out.get(3)), stride, side, margin));
      }
    }
  }

  private static boolean samePicture(TensorShape tensor, List<Long> other) {
    return tensor.shape().size() == 4
        && other.size() == 4
        && tensor.shape().get(0) == 1
        && tensor.shape().subList(2, 4).equals(other.subList(2, 4));
  }

  private boolean agrees(Sampler candidate) {
    if (outputs == null) {
      outputs = computed();
    }
    Selection selection = candidate.draw(random);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Map<String, NDArray> part = new LinkedHashMap<>();
      inputs.forEach((name, whole) -> part.put(name, selection.input(manager, whole)));
      Map<String, NDArray> found = network.run(part, math);
      return outputs.keySet().stream()
          .allMatch(
              name ->
                  same(selection, found.get(name), selection.target(manager, outputs.get(name))));
    } catch (IllegalArgumentException | EngineException e) {
      // A shape that does not fit the part: the unit mixes samples, so this is no way to take them.
      return false;
    }
  }

  private static boolean same(Selection selection, NDArray found, NDArray expected) {
    double error = selection.counted(found, expected).sub(expected).abs().max().getFloat();
    return error <= TOLERANCE * expected.abs().max().getFloat();
  }

  private Map<String, FloatTensor> computed() {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Map<String, NDArray> whole = new LinkedHashMap<>();
      Selection all = new Sampler.Everything();
      inputs.forEach((name, value) -> whole.put(name, all.input(manager, value)));
      Map<String, FloatTensor> results = new LinkedHashMap<>();
      Map<String, NDArray> found = network.run(whole, math);
      for (TensorShape output : network.unit().outputs()) {
        results.put(
            output.name(),
            new FloatTensor(output.shape(), found.get(output.name()).toFloatArray()));
      }
      return results;
    }
  }
}
