package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import io.samforge.arch.format.HluqParameters;
import java.util.List;

/**
 * A hybrid log-uniform quantiser with both scales learned and its offset fixed (algorithm, sections
 * 3.1 and 10.2). It has the levels of the hardware: thresholds belong to the upper code, and log
 * levels beyond the shift limit are zero.
 *
 * <p>With {@code x' = x - m} the slopes are, in the log part (x' up to the breakpoint), {@code
 * level/x'} by x and zero by both scales; in the uniform part 1 by x and {@code j - (x' -
 * s_log)/s_uni} by s_uni for the step j; above the last code 0 by x, 1 by s_log and the last j by
 * s_uni.
 */
final class HluqFakeQuantizer implements FakeQuantizer {
  private static final double LOG_2 = Math.log(2);

  /** Logarithms of smaller values are not needed: they are below every log level. */
  private static final double SMALLEST = 1e-30;

  private final HluqParameters parameters;
  private final LearnedTensor logScale;
  private final LearnedTensor uniformScale;

  /**
   * Makes a quantiser.
   *
   * @param parameters bits, log codes and offset; its scales are not used
   * @param logScale s_log, shape [1]
   * @param uniformScale s_uni, shape [1]
   */
  HluqFakeQuantizer(HluqParameters parameters, LearnedTensor logScale, LearnedTensor uniformScale) {
    this.parameters = parameters;
    this.logScale = logScale;
    this.uniformScale = uniformScale;
  }

  @Override
  public List<LearnedTensor> learned() {
    return List.of(logScale, uniformScale);
  }

  /**
   * What is known of values before any gradient.
   *
   * @param above x' of the values, at least {@value #SMALLEST}
   * @param steps (x' - s_log) / s_uni
   * @param rounded steps rounded, ties upwards, not clamped
   * @param uniform the step j of the uniform part, 0 in the log part
   * @param level the level, without the offset
   */
  private record Coded(
      NDArray above, NDArray steps, NDArray rounded, NDArray uniform, NDArray level) {}

  private Coded code(NDArray x, NDArray log, NDArray uni) {
    int n = parameters.nLog();
    NDArray above = x.sub(parameters.offset()).maximum(SMALLEST);
    NDArray steps = above.sub(log).div(uni);
    NDArray rounded = steps.add(0.5).floor();
    NDArray uniform = rounded.clip(0, lastStep());
    NDArray logCode = above.div(log).log2().add(n + 0.5).floor().minimum(n);
    NDArray kept = FakeQuantizer.indicator(logCode.gt(parameters.dropped()));
    NDArray logLevel = logCode.maximum(0).sub(n).mul(LOG_2).exp().mul(log).mul(kept);
    return new Coded(above, steps, rounded, uniform, logLevel.add(uniform.mul(uni)));
  }

  private int lastStep() {
    return parameters.codes() - 1 - parameters.nLog();
  }

  @Override
  public NDArray levels(NDArray x) {
    return code(x, logScale.value(), uniformScale.value()).level().add(parameters.offset());
  }

  @Override
  public NDArray train(NDArray x) {
    NDArray log = logScale.current();
    NDArray uni = uniformScale.current();
    Coded coded = code(x.stopGradient(), log.stopGradient(), uni.stopGradient());
    NDArray inUniform = coded.steps().gt(0);
    NDArray saturated = coded.rounded().gt(lastStep());
    NDArray saturation = FakeQuantizer.indicator(saturated);
    NDArray linear = saturation.neg().add(1);
    NDArray slope = NDArrays.where(inUniform, linear, coded.level().div(coded.above()));
    NDArray uniformSlope =
        NDArrays.where(
            inUniform, coded.uniform().sub(coded.steps().mul(linear)), slope.zerosLike());
    return coded
        .level()
        .add(parameters.offset())
        .add(FakeQuantizer.gradient(x, slope))
        .add(FakeQuantizer.gradient(log, saturation))
        .add(FakeQuantizer.gradient(uni, uniformSlope));
  }
}
