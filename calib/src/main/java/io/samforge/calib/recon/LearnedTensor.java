package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;

/**
 * Numbers that training changes, with the state of their optimiser: Adam (D. Kingma, J. Ba,
 * <i>Adam: A Method for Stochastic Optimization</i>, ICLR 2015) with decay rates 0.9 and 0.999.
 *
 * <p>Between {@link #watch} and {@link #step} the numbers take part in a computation whose gradient
 * is recorded; otherwise they are constants.
 */
final class LearnedTensor {
  private static final double MEAN_DECAY = 0.9;
  private static final double SQUARE_DECAY = 0.999;
  private static final double EPSILON = 1e-8;

  private final NDArray value;
  private final double least;
  private NDArray rate;
  private NDArray mean;
  private NDArray square;
  private NDArray watched;
  private int steps;

  /**
   * Starts at some numbers.
   *
   * @param value the first value, which is changed in place
   * @param rate learning rate of every number, in the shape of the value
   * @param least smaller numbers are raised to this one after every step
   */
  LearnedTensor(NDArray value, NDArray rate, double least) {
    this.value = value;
    this.rate = rate;
    this.least = least;
    this.mean = value.zerosLike();
    this.square = value.zerosLike();
  }

  /** Returns the numbers: what is watched, or their value. */
  NDArray current() {
    return watched == null ? value : watched;
  }

  /** Returns the value, shared and not copied. */
  NDArray value() {
    return value;
  }

  /** Begins to record gradients. */
  void watch() {
    watched = value.duplicate();
    watched.setRequiresGradient(true);
  }

  /**
   * Moves against the gradient and ends recording; without a gradient nothing moves.
   *
   * @param factor factor on the learning rate
   */
  void step(double factor) {
    NDArray gradient = watched.getGradient();
    watched = null;
    if (gradient == null) {
      return;
    }
    steps++;
    mean.muli(MEAN_DECAY).addi(gradient.mul(1 - MEAN_DECAY));
    square.muli(SQUARE_DECAY).addi(gradient.square().muli(1 - SQUARE_DECAY));
    NDArray deviation = square.div(1 - Math.pow(SQUARE_DECAY, steps)).sqrt().addi(EPSILON);
    NDArray move = mean.mul(factor / (1 - Math.pow(MEAN_DECAY, steps))).divi(deviation).muli(rate);
    value.subi(move);
    if (least > Double.NEGATIVE_INFINITY) {
      // Scales are made positive as the published code does it, then kept off zero.
      value.muli(value.sign());
      value.addi(value.neg().add(least).maximum(0));
    }
  }
}
