package io.samforge.calib.plan;

/**
 * How well a step is quantised, measured on its own with samples of the float model.
 *
 * @param function the function of the model, such as {@code encoder}
 * @param step the name of the step
 * @param kind {@code linear} or {@code product}
 * @param operand CAG, HLUQ, LOG2 or WIDE
 * @param groups groups of channels that share a scale
 * @param nLog log codes of an HLUQ operand, octave levels of a log2 operand; 0 for others
 * @param channels input channels
 * @param slots slots that they take in the array, padding and copies included
 * @param weightBits bits of the weights, or of the right side
 * @param macs multiply-accumulate operations for one picture
 * @param inputDecibels signal-to-noise ratio of the quantised input
 * @param operandDecibels of the output if only the operand is quantised
 * @param weightDecibels of the output if only the weights, or the right side, are quantised
 * @param outputDecibels of the output
 * @param clippedShare share of the values that lie more than half a step outside of the levels
 */
public record StepQuality(
    String function,
    String step,
    String kind,
    String operand,
    int groups,
    int nLog,
    int channels,
    int slots,
    int weightBits,
    long macs,
    double inputDecibels,
    double operandDecibels,
    double weightDecibels,
    double outputDecibels,
    double clippedShare) {
  /**
   * Returns how often the array passes over this step's products of a channel and an output: more
   * than once for padding, codes in two digits, log2 codes with residues and weights in two digits.
   */
  public double passes() {
    return (double) slots / channels;
  }
}
