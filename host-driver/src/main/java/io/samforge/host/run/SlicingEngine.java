package io.samforge.host.run;

import io.samforge.arch.model.ProductStep;

/** An engine that computes any products of a step: all of them are a slice too. */
public interface SlicingEngine extends StepEngine {
  @Override
  default FloatTensor product(ProductStep step, FloatTensor left, FloatTensor right) {
    return slice(ProductSlice.whole(step), left, right);
  }

  @Override
  default boolean slices(ProductStep step) {
    return true;
  }

  @Override
  FloatTensor slice(ProductSlice slice, FloatTensor left, FloatTensor right);
}
