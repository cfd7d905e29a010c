package io.samforge.calib.synth;

/** SAM's neck: two convolutions without bias, each with a norm over the channels behind it. */
final class Neck {
  private final Layers neck;
  private final int outputs;

  Neck(Layers root, int outputs) {
    this.neck = root.in("neck");
    this.outputs = outputs;
  }

  /** The embedding of feature maps {@code [batch, inputs, side, side]}. */
  String of(String x, int inputs) {
    Kernel narrowing = Kernel.pointwise(outputs, inputs).withoutBias();
    Kernel mixing = Kernel.full(outputs, outputs, 1).withoutBias();
    String narrow = neck.convolution(x, "neck.0", narrowing);
    String normal = neck.channelNorm(narrow, "neck.1", outputs);
    return neck.channelNorm(neck.convolution(normal, "neck.2", mixing), "neck.3", outputs);
  }
}
