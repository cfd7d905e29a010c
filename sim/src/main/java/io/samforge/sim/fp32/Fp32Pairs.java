package io.samforge.sim.fp32;

import java.util.Random;

/** Pairs of binary32 numbers, as bits, that exercise every rule of the floating-point units. */
public final class Fp32Pairs {
  /** The smallest normal number. */
  public static final int MIN_NORMAL = 0x00800000;

  private static final int SIGN = 0x80000000;
  private static final int FRACTION = 0x007fffff;

  private static final int[] SPECIAL_MAGNITUDES = {
    0x00000000, 0x00000001, 0x00000002, 0x003fffff, 0x00400000, 0x007ffffe, 0x007fffff,
    0x00800000, 0x00800001, 0x00ffffff, 0x01000000, 0x01000001, 0x017fffff, 0x0c000000,
    0x1fffffff, 0x20000000, 0x20000001, 0x33800000, 0x33800001, 0x33ffffff, 0x34000000,
    0x3effffff, 0x3f000000, 0x3f7fffff, 0x3f800000, 0x3f800001, 0x3f800002, 0x3fffffff,
    0x40000000, 0x4b000000, 0x4b7fffff, 0x4b800000, 0x4b800001, 0x5f000000, 0x5f7fffff,
    0x5f800000, 0x7e7fffff, 0x7e800000, 0x7effffff, 0x7f000000, 0x7f000001, 0x7f7ffffe,
    0x7f7fffff, 0x7f800000, 0x7f800001, 0x7fbfffff, 0x7fc00000, 0x7fffffff
  };

  /** Fractions at the ends, in the middle and with the last bit set. */
  private static final int[] EDGE_FRACTIONS = {0, 1, 0x3fffff, 0x400000, 0x7ffffe, 0x7fffff};

  private static final int EXPONENTS = 256;

  private Fp32Pairs() {}

  /** Returns how many numbers {@link #edgeCross} combines: every exponent, six fractions, signs. */
  public static int edges() {
    return 2 * EXPONENTS * EDGE_FRACTIONS.length;
  }

  /**
   * Returns the pairs of some first operands with all {@link #edges} second ones.
   *
   * @param from the first one of the first operands, 0..edges()-1
   * @param to behind the last one
   */
  public static int[][] edgeCross(int from, int to) {
    int[][] pairs = new int[2][(to - from) * edges()];
    for (int i = 0; i < pairs[0].length; i++) {
      pairs[0][i] = edge(from + i / edges());
      pairs[1][i] = edge(i % edges());
    }
    return pairs;
  }

  private static int edge(int index) {
    int magnitude = index / 2 % EXPONENTS << 23 | EDGE_FRACTIONS[index / 2 / EXPONENTS];
    return index % 2 == 0 ? magnitude : magnitude | SIGN;
  }

  /** Returns the cross product of special values with both signs: {first operands, second}. */
  public static int[][] specialCross() {
    int count = 2 * SPECIAL_MAGNITUDES.length;
    int[][] pairs = new int[2][count * count];
    for (int i = 0; i < count * count; i++) {
      pairs[0][i] = special(i / count);
      pairs[1][i] = special(i % count);
    }
    return pairs;
  }

  /** Returns random pairs; every kind of hard case has an equal share. */
  public static int[][] random(Random random, int count) {
    int[][] pairs = new int[2][count];
    for (int i = 0; i < count; i++) {
      int a = random.nextInt();
      int b = second(random, a, i % 10);
      boolean exchanged = random.nextBoolean();
      pairs[0][i] = exchanged ? b : a;
      pairs[1][i] = exchanged ? a : b;
      if (i % 10 == 4) {
        // Few bits in both operands make exact halves, and so ties, likely.
        pairs[0][i] &= 0xfffff000;
        pairs[1][i] &= 0xfffff800;
      }
    }
    return pairs;
  }

  private static int second(Random random, int a, int kind) {
    int b = random.nextInt();
    int exponent = a >>> 23 & 0xff;
    return switch (kind) {
      case 0 -> withExponent(b, exponent);
      case 1 -> (a ^ SIGN) + random.nextInt(129) - 64;
      case 2 -> withExponent(b, exponent - 1 + random.nextInt(3));
      case 3, 4 -> withExponent(b, exponent - 30 + random.nextInt(61));
      // Products near 2^-126, and near 2^128.
      case 5 -> withExponent(b, 127 - exponent + random.nextInt(4) - 1);
      case 6 -> withExponent(b, 127 + 254 - exponent + random.nextInt(4) - 2);
      case 7 -> special(random.nextInt(2 * SPECIAL_MAGNITUDES.length));
      // Differences near 2^-126: same sign of exponent, little distance.
      case 8 -> withExponent(a ^ SIGN ^ random.nextInt(1 << 10), exponent);
      default -> b;
    };
  }

  private static int special(int index) {
    int magnitude = SPECIAL_MAGNITUDES[index / 2];
    return index % 2 == 0 ? magnitude : magnitude | SIGN;
  }

  private static int withExponent(int bits, int exponent) {
    int allowed = Math.min(Math.max(exponent, 0), 255);
    return bits & (SIGN | FRACTION) | allowed << 23;
  }

  /** Returns pairs of tiny numbers, whose sums and differences surround 2^-126. */
  public static int[][] tiny(Random random, int count) {
    int[][] pairs = new int[2][count];
    for (int i = 0; i < count; i++) {
      pairs[0][i] = withExponent(random.nextInt(), random.nextInt(4));
      pairs[1][i] = withExponent(random.nextInt(), random.nextInt(4));
      if (random.nextBoolean()) {
        pairs[0][i] &= 0xff80000f;
        pairs[1][i] &= 0xff80000f;
      }
    }
    return pairs;
  }
}
