package io.samforge.host.run;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;

/**
 * An engine that shows the inputs of every step to an observer and computes nothing itself.
 *
 * @param engine what computes the steps; closed with this engine
 * @param observer what sees the inputs
 */
public record ObservedEngine(StepEngine engine, StepObserver observer) implements StepEngine {
  @Override
  public StepValue linear(LinearStep step, StepValue input) {
    observer.linear(step, input);
    return engine.linear(step, input);
  }

  @Override
  public FloatTensor product(ProductStep step, FloatTensor left, FloatTensor right) {
    observer.product(ProductSlice.whole(step), left, right);
    return engine.product(step, left, right);
  }

  @Override
  public boolean slices(ProductStep step) {
    return engine.slices(step);
  }

  @Override
  public FloatTensor slice(ProductSlice slice, FloatTensor left, FloatTensor right) {
    observer.product(slice, left, right);
    return engine.slice(slice, left, right);
  }

  @Override
  public void close() {
    engine.close();
  }
}
