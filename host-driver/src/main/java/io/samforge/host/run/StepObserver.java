package io.samforge.host.run;

import io.samforge.arch.model.LinearStep;

/** Sees what accelerated steps read, before they are computed. */
public interface StepObserver {
  /** Sees the input of a linear step. */
  void linear(LinearStep step, StepValue input);

  /**
   * Sees both sides of some products of a step; over a run the slices are all of them, in order.
   */
  void product(ProductSlice slice, FloatTensor left, FloatTensor right);
}
