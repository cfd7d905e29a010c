package io.samforge.host.run;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;

/**
 * Computes the accelerated steps of a model: in floats, with rounded values, with the golden model,
 * in the simulation or on a board. Called from one thread.
 */
public interface StepEngine extends AutoCloseable {
  /**
   * Computes a linear step.
   *
   * @param input floats, or the codes that the step before delivered
   * @return floats, or codes when the step has an activation folded
   */
  StepValue linear(LinearStep step, StepValue input);

  /** Computes a batch of products of two activations, both floats. */
  FloatTensor product(ProductStep step, FloatTensor left, FloatTensor right);

  /** Returns whether {@link #slice} computes some products of a step without the others. */
  default boolean slices(ProductStep step) {
    return false;
  }

  /**
   * Computes some of the products of a step: bit for bit what {@link #product} has for them.
   *
   * @param left left sides of these products
   * @param right their right sides
   * @throws UnsupportedOperationException when this engine does not slice the step
   */
  default FloatTensor slice(ProductSlice slice, FloatTensor left, FloatTensor right) {
    throw new UnsupportedOperationException(slice.step().name() + " is computed as a whole");
  }

  /**
   * Takes back a tensor that nobody reads any more; a later step may deliver its array again.
   *
   * @param tensor an output of a graph, or what a step of this engine has delivered
   */
  default void release(FloatTensor tensor) {}

  @Override
  default void close() {}
}
