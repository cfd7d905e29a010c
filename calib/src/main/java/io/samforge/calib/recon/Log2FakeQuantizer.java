package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import io.samforge.arch.format.Log2Parameters;
import java.util.List;

/**
 * A log2 quantiser of probabilities with a fixed scale (algorithm, section 9). The slope by x is
 * {@code level/x} between the levels and zero where the level is 0 or the value exceeds the
 * largest.
 */
final class Log2FakeQuantizer implements FakeQuantizer {
  private static final double LOG_2 = Math.log(2);
  private static final double SMALLEST = 1e-30;

  private final Log2Parameters parameters;

  /** Makes a quantiser. */
  Log2FakeQuantizer(Log2Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public List<LearnedTensor> learned() {
    return List.of();
  }

  @Override
  public NDArray levels(NDArray x) {
    int tau = parameters.tau();
    int n = parameters.levels();
    NDArray code =
        x.maximum(SMALLEST).div(parameters.scale()).log2().mul(tau).add(n + 0.5).floor().clip(0, n);
    NDArray present = FakeQuantizer.indicator(code.gt(0));
    return code.sub(n).mul(LOG_2 / tau).exp().mul(parameters.scale()).mul(present);
  }

  @Override
  public NDArray train(NDArray x) {
    NDArray fixed = x.stopGradient();
    NDArray level = levels(fixed);
    NDArray inside = FakeQuantizer.indicator(fixed.lte(parameters.scale()));
    NDArray slope = level.div(fixed.maximum(SMALLEST)).mul(inside);
    return level.add(FakeQuantizer.gradient(x, slope));
  }
}
