package io.samforge.calib;

import java.math.BigInteger;
import java.util.stream.IntStream;

/**
 * Chooses some of the tokens of a picture.
 *
 * <p>Tokens are numbered row by row, so equal steps would pick the same columns again and again: 64
 * of 64 x 64 tokens would be the left border. Steps of the golden section of the number of tokens,
 * made coprime to it, spread over both directions and never meet a token twice.
 */
final class TokenSample {
  private static final double GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

  private TokenSample() {}

  /** At most {@code limit} different tokens of {@code available}, ascending; 0 means all. */
  static int[] spread(int available, int limit) {
    if (limit == 0 || limit >= available) {
      return IntStream.range(0, available).toArray();
    }
    int step = (int) Math.rint(available * GOLDEN_SECTION);
    while (!BigInteger.valueOf(step).gcd(BigInteger.valueOf(available)).equals(BigInteger.ONE)) {
      step++;
    }
    long stride = step;
    return IntStream.range(0, limit).map(i -> (int) (i * stride % available)).sorted().toArray();
  }
}
