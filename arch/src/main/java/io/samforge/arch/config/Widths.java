package io.samforge.arch.config;

/**
 * The bit widths of every accumulator, derived from a configuration (architecture, section 5).
 *
 * @param shiftLimit the number of log levels above zero; shifts are 0..shiftLimit-1
 * @param shiftBits bits that hold one shift amount, unsigned
 * @param dotMul sum of K products of the multiply path, signed
 * @param dotShift sum of K shifted weights, signed
 * @param scaled sum of both paths of one chunk, each times its 16-bit multiplier, signed
 * @param acc partial sum over all chunks of a layer, signed
 * @param rowSum sum of the scaled operands of one token, unsigned
 * @param p the integer result before conversion to float, signed, at most 63
 */
public record Widths(
    int shiftLimit,
    int shiftBits,
    int dotMul,
    int dotShift,
    int scaled,
    int acc,
    int rowSum,
    int p) {

  /** Bits of a scale multiplier m, unsigned. */
  public static final int MULTIPLIER = 16;

  /** Bits of the constant C of one output channel, signed. */
  public static final int CONSTANT = 48;

  /** The widest result that still converts from a signed 64-bit integer without wrapping. */
  public static final int MAX_P = 63;

  /** Rejects a set of widths whose result does not fit the converter. */
  public Widths {
    if (p > MAX_P) {
      throw new IllegalArgumentException(
          "the result needs " + p + " bits; allowed: at most " + MAX_P);
    }
  }

  /** Returns the widths of a configuration. */
  public static Widths of(AcceleratorConfig config) {
    if (config.isFp32()) {
      throw new IllegalArgumentException(config.name() + " sums floats, not integers");
    }
    int logK = ceilLog2(config.reductionLanes());
    int logChunks = ceilLog2(config.maxChunks());
    int shiftLimit = shiftLimit(config.activationBits());
    int dotMul = config.weightBits() + config.activationBits() + logK;
    int dotShift = config.weightBits() + (shiftLimit - 1) + logK + 1;
    int scaled = Math.max(dotMul, dotShift) + MULTIPLIER + 1;
    int acc = scaled + logChunks;
    int rowSum = Math.max(config.activationBits(), shiftLimit) + logK + MULTIPLIER + 1 + logChunks;
    int p = Math.max(Math.max(acc, rowSum + 1 + config.weightBits()), CONSTANT) + 2;
    return new Widths(shiftLimit, ceilLog2(shiftLimit), dotMul, dotShift, scaled, acc, rowSum, p);
  }

  /** Returns the number of log levels that the shift path supports for operands of some bits. */
  public static int shiftLimit(int activationBits) {
    return Math.min((1 << activationBits) / 2, 16);
  }

  /** Returns the smallest n with 2^n at least the value, which must be positive. */
  public static int ceilLog2(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("ceilLog2 of " + value);
    }
    return 32 - Integer.numberOfLeadingZeros(value - 1);
  }
}
