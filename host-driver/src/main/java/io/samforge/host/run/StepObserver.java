package io.samforge.host.run;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;

/** Sees what accelerated steps read, before they are computed. */
public interface StepObserver {
  /** Sees the input of a linear step. */
  void linear(LinearStep step, StepValue input);

  /** Sees both sides of a product. */
  void product(ProductStep step, FloatTensor left, FloatTensor right);
}
