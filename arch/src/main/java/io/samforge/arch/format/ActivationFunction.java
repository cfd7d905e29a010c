package io.samforge.arch.format;

/** The function between a layer's result and the encoding of its output. */
public enum ActivationFunction {
  /** No function. */
  IDENTITY,
  /** {@code max(x, 0)}. */
  RELU,
  /** The exact Gaussian error linear unit, {@link Gelu}. */
  GELU;

  /** Returns the value of the function, computed in double. */
  public double apply(double x) {
    return switch (this) {
      case IDENTITY -> x;
      case RELU -> Math.max(x, 0.0);
      case GELU -> Gelu.apply(x);
    };
  }

  /** Returns whether the function never falls, so that one threshold list is enough. */
  public boolean monotone() {
    return this != GELU;
  }
}
