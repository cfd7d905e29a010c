package io.samforge.arch.model;

import io.samforge.arch.layer.GemmLayer;

/** The accelerator's layers of a model, step by step. */
public interface StepLayers {
  /** Returns whether the accelerator computes a step. */
  boolean covers(ModelStep step);

  /**
   * Returns the layer of a step with constant weights. Its output is raw, or codes for the readers
   * when the step has an activation folded.
   *
   * @throws IllegalArgumentException when the accelerator does not compute the step
   */
  GemmLayer linear(LinearStep step);

  /**
   * Returns the quantisers of a product.
   *
   * @throws IllegalArgumentException when the accelerator does not compute the step
   */
  ProductQuantization quantization(ProductStep step);

  /**
   * Returns the layer of one head of a product, with the right side in the place of the weights and
   * no bias.
   *
   * @param head the head, 0..heads-1
   * @param right values of the right side, [inner][columns] in row-major order
   * @throws IllegalArgumentException when the accelerator does not compute the step
   */
  GemmLayer product(ProductStep step, int head, float[] right);
}
