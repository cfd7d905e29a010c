package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * A uniform quantiser with a learned scale for every group of channels and fixed zero-points of the
 * channels: {@code q = clamp(floor(x/s + 1/2) + z)}, {@code xhat = s (q - z)}.
 *
 * <p>Gradients are those of LSQ (S. Esser et al., <i>Learned Step Size Quantization</i>, ICLR
 * 2020): by x one inside of the codes and zero outside; by s {@code (q - z) - x/s} inside and
 * {@code q - z} outside, times {@code 1/sqrt(n (L-1))} for n values of a channel.
 */
final class UniformFakeQuantizer implements FakeQuantizer {
  private final int levels;
  private final LearnedTensor scales;
  private final NDArray members;
  private final NDArray zeroPoints;
  private final Shape perChannel;
  private final int channels;

  /**
   * Makes a quantiser.
   *
   * @param scales one for each group
   * @param groupOfChannel the group of every channel
   * @param zeroPoint the zero-point of every channel
   * @param channelsFirst whether values are [channels][tokens] and not [...][channels]
   */
  UniformFakeQuantizer(
      NDManager manager,
      int bits,
      LearnedTensor scales,
      int[] groupOfChannel,
      int[] zeroPoint,
      boolean channelsFirst) {
    this.levels = 1 << bits;
    this.scales = scales;
    this.channels = groupOfChannel.length;
    this.perChannel = channelsFirst ? new Shape(channels, 1) : new Shape(channels);
    int groups = Math.toIntExact(scales.value().size());
    float[] member = new float[channels * groups];
    float[] zeros = new float[channels];
    for (int c = 0; c < channels; c++) {
      member[c * groups + groupOfChannel[c]] = 1;
      zeros[c] = zeroPoint[c];
    }
    this.members = TorchEngine.owned(manager, member, new Shape(channels, groups));
    this.zeroPoints = TorchEngine.owned(manager, zeros, perChannel);
  }

  @Override
  public List<LearnedTensor> learned() {
    return List.of(scales);
  }

  @Override
  public NDArray levels(NDArray x) {
    NDArray scale = scale(scales.value());
    return code(x.div(scale)).clip(0, levels - 1).sub(zeroPoints).mul(scale);
  }

  @Override
  public NDArray train(NDArray x) {
    NDArray scale = scale(scales.current());
    NDArray fixedScale = scale.stopGradient();
    NDArray steps = x.stopGradient().div(fixedScale);
    NDArray code = code(steps);
    NDArray clipped = code.clip(0, levels - 1);
    NDArray inside = FakeQuantizer.indicator(clipped.eq(code));
    NDArray level = clipped.sub(zeroPoints);
    double factor = 1 / Math.sqrt((double) x.size() / channels * (levels - 1));
    NDArray scaleSlope = level.sub(steps.mul(inside)).mul(factor);
    return level
        .mul(fixedScale)
        .add(FakeQuantizer.gradient(x, inside))
        .add(FakeQuantizer.gradient(scale, scaleSlope));
  }

  private NDArray code(NDArray steps) {
    return steps.add(0.5).floor().add(zeroPoints);
  }

  private NDArray scale(NDArray groupScales) {
    return members.matMul(groupScales.reshape(-1, 1)).reshape(perChannel);
  }
}
