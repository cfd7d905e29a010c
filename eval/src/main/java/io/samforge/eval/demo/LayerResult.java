package io.samforge.eval.demo;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.RunCounters;
import java.util.Optional;

/**
 * What was measured of one layer.
 *
 * @param config the accelerator
 * @param name name of the layer in the model
 * @param operand kind of operand: CAG or HLUQ
 * @param tokens rows of activations
 * @param inChannels input channels, without padding
 * @param outChannels output channels, without padding
 * @param macs multiply-accumulate operations, without padding
 * @param counters cycles from the start of the layer to its last write response, and what they were
 *     spent on
 * @param difference the first bit that differs from the golden model, if there is one
 * @param sqnrDb SQNR in dB of what the layer delivers against the float model: of y, or of the
 *     decoded codes against the float activation
 * @param linearSqnrDb SQNR in dB of y, before activation and encoding
 */
record LayerResult(
    AcceleratorConfig config,
    String name,
    String operand,
    int tokens,
    int inChannels,
    int outChannels,
    long macs,
    RunCounters.Layer counters,
    Optional<Difference> difference,
    double sqnrDb,
    double linearSqnrDb) {
  /** Cycles from the start of the layer to its last write response. */
  long cycles() {
    return counters.cycles();
  }

  /** Share of the multipliers' cycles that did useful work: {@code macs / (cycles K M)}. */
  double utilisation() {
    return (double) macs / ((double) cycles() * config.reductionLanes() * config.outputLanes());
  }

  /** Elements of the output; every bit of them is compared with the golden model. */
  long elements() {
    return (long) tokens * outChannels;
  }

  /** Elements that differ from the golden model. */
  long mismatches() {
    return difference.map(found -> found.mismatch().differing()).orElse(0L);
  }

  /** Code widths as a person reads them: {@code 4}, or {@code w5a6} if they differ. */
  String bits() {
    return bits(config);
  }

  /** Code widths of {@code config} as a person reads them. */
  static String bits(AcceleratorConfig config) {
    return config.weightBits() == config.activationBits()
        ? Integer.toString(config.weightBits())
        : "w" + config.weightBits() + "a" + config.activationBits();
  }
}
