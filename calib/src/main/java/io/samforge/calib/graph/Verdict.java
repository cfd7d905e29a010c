package io.samforge.calib.graph;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import java.util.function.Supplier;

/** What an operator can be. */
sealed interface Verdict {
  /**
   * A product with constant weights.
   *
   * @param step the step without an activation
   * @param weights reads weights and bias
   */
  record Linear(LinearStep step, Supplier<LinearWeights> weights) implements Verdict {}

  /**
   * A product of two activations.
   *
   * @param step the step
   */
  record Product(ProductStep step) implements Verdict {}

  /**
   * An operator that stays on the host.
   *
   * @param reason why
   */
  record Host(String reason) implements Verdict {}

  /** A matrix product that the accelerator cannot compute. */
  static Verdict host(String reason, Object... values) {
    return new Host(reason.formatted(values));
  }
}
