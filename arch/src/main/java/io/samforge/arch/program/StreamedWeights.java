package io.samforge.arch.program;

/**
 * What the weight stream of a layer holds, by output channel (architecture, section 6).
 *
 * <p>The arrays are the record's own.
 *
 * @param weights signed weights, [outputs][slots]
 * @param weightOffset zo
 * @param scale S
 * @param bias B
 * @param constant C
 * @param bank bank of thresholds
 */
public record StreamedWeights(
    byte[][] weights,
    int[] weightOffset,
    float[] scale,
    float[] bias,
    long[] constant,
    int[] bank) {

  /** Returns arrays of zeros. */
  static StreamedWeights empty(int outputs, int slots) {
    return new StreamedWeights(
        new byte[outputs][slots],
        new int[outputs],
        new float[outputs],
        new float[outputs],
        new long[outputs],
        new int[outputs]);
  }
}
