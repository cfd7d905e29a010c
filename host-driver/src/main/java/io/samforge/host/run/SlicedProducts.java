package io.samforge.host.run;

import io.samforge.arch.UserError;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StagedGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two products of an attention with a host step between them, computed for a few products at a
 * time: the results of the first, and the left side of the second, which are the largest tensors of
 * a model, never exist as a whole.
 *
 * @param first makes what only the host step reads
 * @param between makes only the left side of the second product
 * @param second the product behind it
 * @param mostElements elements of the results of the first product that exist at a time, but at
 *     least those of one product
 */
record SlicedProducts(ProductStep first, HostStep between, ProductStep second, long mostElements) {
  /** Elements at a time unless told otherwise: 64 MiB, a head of SAM's attention over a picture. */
  static final long MOST_ELEMENTS = 1L << 24;

  /** Finds all such steps of a graph, by the names of the three. */
  static Map<String, SlicedProducts> of(StagedGraph graph, long mostElements) {
    Map<String, SlicedProducts> found = new HashMap<>();
    for (ProductStep first : graph.productSteps().toList()) {
      if (onlyReader(graph, first.output()) instanceof HostStep between
          && between.outputs().size() == 1
          && onlyReader(graph, between.outputs().get(0)) instanceof ProductStep second) {
        SlicedProducts group = new SlicedProducts(first, between, second, mostElements);
        if (group.fits()) {
          Stream.of(first, between, second).forEach(step -> found.put(step.name(), group));
        }
      }
    }
    return found;
  }

  private static ModelStep onlyReader(StagedGraph graph, String tensor) {
    List<ModelStep> readers =
        graph.steps().stream().filter(step -> step.inputs().contains(tensor)).toList();
    boolean output = graph.outputs().stream().anyMatch(o -> o.name().equals(tensor));
    return readers.size() == 1 && !output ? readers.get(0) : null;
  }

  private boolean fits() {
    return first.batch() > 1
        && first.batch() == second.batch()
        && first.shape().size() == 3
        && second.shape().size() == 3
        && second.left().equals(between.outputs().get(0))
        && !second.right().equals(second.left());
  }

  /** Returns whether an engine computes slices of both products. */
  boolean possibleWith(StepEngine engine) {
    return engine.slices(first) && engine.slices(second);
  }

  /** Returns whether nothing is left to do behind a step. */
  boolean isLast(ModelStep step) {
    return step.equals(second);
  }

  /**
   * Computes all three steps.
   *
   * @param part the part of the host step
   * @param tensors has what the steps read, and gets what the last one writes
   */
  void run(StepEngine engine, HostRuntime runtime, HostPart part, LiveTensors tensors) {
    FloatTensor left = matrices(tensors, first.left());
    FloatTensor right = matrices(tensors, first.right());
    FloatTensor values = matrices(tensors, second.right());
    Map<String, FloatTensor> others = new HashMap<>();
    for (String input : between.inputs()) {
      if (!input.equals(first.output())) {
        others.put(input, matrices(tensors, input));
      }
    }
    float[] output = new float[elements(second)];
    int atOnce = atOnce();
    for (int at = 0; at < first.batch(); at += atOnce) {
      int count = Math.min(atOnce, first.batch() - at);
      ProductSlice logits = new ProductSlice(first, at, count);
      FloatTensor scores = engine.slice(logits, part(left, logits), part(right, logits));
      FloatTensor shares = computed(runtime, part, scores, others, logits);
      engine.release(scores);
      ProductSlice sums = new ProductSlice(second, at, count);
      FloatTensor rows = engine.slice(sums, shares, part(values, sums));
      System.arraycopy(
          rows.data(), 0, output, at * (output.length / second.batch()), rows.data().length);
      engine.release(rows);
    }
    Stream.of(first.left(), first.right(), second.right()).forEach(tensors::valueRead);
    others.keySet().forEach(tensors::hostRead);
    tensors.put(second.output(), new FloatTensor(second.shape(), output));
  }

  private int atOnce() {
    long elements = (long) first.tokens() * first.columns();
    return (int) Math.max(1, Math.min(first.batch(), mostElements / elements));
  }

  private static int elements(ProductStep step) {
    return Math.multiplyExact(Math.multiplyExact(step.batch(), step.tokens()), step.columns());
  }

  /** What the host step makes of a slice. */
  private FloatTensor computed(
      HostRuntime runtime,
      HostPart part,
      FloatTensor scores,
      Map<String, FloatTensor> others,
      ProductSlice slice) {
    List<HostTensor> inputs = new ArrayList<>();
    try {
      for (String input : between.inputs()) {
        boolean own = input.equals(first.output());
        inputs.add(runtime.tensor(own ? scores : part(others.get(input), slice)));
      }
      try (HostTensor made = part.run(between.inputs(), inputs, between.outputs()).get(0)) {
        return made.floats();
      }
    } finally {
      inputs.forEach(HostTensor::close);
    }
  }

  private FloatTensor matrices(LiveTensors tensors, String name) {
    StepValue value = tensors.value(name);
    if (value instanceof FloatTensor floats
        && !floats.shape().isEmpty()
        && floats.shape().get(0) == first.batch()) {
      return floats;
    }
    throw new UserError(
        "%s does not begin with %d products; allowed: floats that do"
            .formatted(name, first.batch()));
  }

  private static FloatTensor part(FloatTensor whole, ProductSlice slice) {
    int size = whole.data().length / slice.step().batch();
    List<Long> shape = new ArrayList<>(whole.shape());
    shape.set(0, (long) slice.count());
    return new FloatTensor(
        shape, Arrays.copyOfRange(whole.data(), slice.first() * size, slice.end() * size));
  }
}
