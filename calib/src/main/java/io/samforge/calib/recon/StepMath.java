package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;

/** Computes the accelerated steps of a unit with tensors of PyTorch. */
interface StepMath {
  /** Computes a linear step, with the activation that is folded into it. */
  NDArray linear(LinearStep step, NDArray input);

  /** Computes a batch of products. */
  NDArray product(ProductStep step, NDArray left, NDArray right);

  /** Applies an activation. */
  static NDArray activate(ActivationFunction function, NDArray x) {
    return switch (function) {
      case IDENTITY -> x;
      case RELU -> x.getNDArrayInternal().relu();
      case GELU -> x.getNDArrayInternal().gelu();
    };
  }

  /** Returns the left side of products as [windows][heads][tokens][inner]. */
  static NDArray left(ProductStep step, NDArray left) {
    return left.reshape(-1, step.heads(), step.tokens(), step.inner());
  }

  /** Returns the right side of products as [windows][heads][inner][columns]. */
  static NDArray right(ProductStep step, NDArray right) {
    return right.reshape(-1, step.heads(), step.inner(), step.columns());
  }

  /** Returns products [windows][heads][tokens][columns] in the shape of the step's output. */
  static NDArray output(ProductStep step, NDArray products) {
    return products.reshape(ShapeFit.of(step.shape(), products.size()));
  }
}
