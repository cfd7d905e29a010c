package io.samforge.calib.synth;

/**
 * The shape of a convolution.
 *
 * @param outputs channels out
 * @param inputs channels in
 * @param side width and height of the kernel
 * @param stride distance between the places of the kernel
 * @param pad rows and columns of zeros around the image
 * @param groups 1, or the number of channels for a depthwise convolution
 * @param bias whether there is one
 */
record Kernel(int outputs, int inputs, int side, int stride, int pad, int groups, boolean bias) {
  /** One by one, with a bias. */
  static Kernel pointwise(int outputs, int inputs) {
    return new Kernel(outputs, inputs, 1, 1, 0, 1, true);
  }

  /** Three by three with a pad of one and a bias, every channel by itself. */
  static Kernel depthwise(int channels, int stride) {
    return new Kernel(channels, channels, 3, stride, 1, channels, true);
  }

  /** Three by three with a pad of one and a bias. */
  static Kernel full(int outputs, int inputs, int stride) {
    return new Kernel(outputs, inputs, 3, stride, 1, 1, true);
  }

  Kernel withoutBias() {
    return new Kernel(outputs, inputs, side, stride, pad, groups, false);
  }
}
