package io.samforge.host.run;

import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.Quantizer;

/**
 * A quantiser as tables, for millions of floats: the same codes as {@link Quantizer#encode}.
 *
 * <p>The upper half of a float's bits chooses a bucket; the code of the bucket's smallest float is
 * where the search for the threshold begins. Buckets are 1/64 of their values wide, so one of a
 * code of at most six bits has at most one threshold inside. Then a single addition finds the code:
 * what a bucket holds is the code above a fraction, and the fraction is chosen so that it overflows
 * at the threshold.
 */
final class QuantizerTable {
  private static final int BUCKET_BITS = 17;
  private static final int BUCKETS = 1 << Float.SIZE - BUCKET_BITS;
  private static final int LAST_OF_BUCKET = (1 << BUCKET_BITS) - 1;
  private static final int INFINITY = 0x7f800000;

  /** Bits of the fraction below the code in {@link #codeOfBucket}. */
  private static final int FRACTION_BITS = BUCKET_BITS + 1;

  private static final int ONE = 1 << FRACTION_BITS;

  /** Behind the keys of all numbers. */
  private static final long NEVER = 1L << Integer.SIZE;

  /** The key of the least float of every code k = 1..L-1; one that none reaches ends the list. */
  private final long[] threshold;

  private final byte[] firstCode = new byte[BUCKETS];
  private final float[] level;

  /** The first code of a bucket, and how far its threshold is from the next multiple of one. */
  private final int[] codeOfBucket = new int[BUCKETS];

  /** Whether no bucket has more than one threshold inside. */
  private final boolean oneStep;

  QuantizerTable(Quantizer quantizer) {
    EncoderThresholds exact = EncoderThresholds.of(quantizer, ActivationFunction.IDENTITY);
    threshold = new long[quantizer.codes() + 1];
    threshold[quantizer.codes()] = NEVER;
    level = new float[quantizer.codes()];
    for (int k = 0; k < level.length; k++) {
      float least = k == 0 ? Float.NEGATIVE_INFINITY : exact.upper(0, k);
      threshold[k] = Float.isNaN(least) ? NEVER : leastKey(least);
      // A code that no float reaches need not stand for a number.
      level[k] = Float.isNaN(least) ? 0 : (float) quantizer.decode(k);
    }
    oneStep = fillBuckets();
  }

  /** Returns an integer in the order of the floats; minus zero comes just before zero. */
  private static int key(int bits) {
    return bits ^ bits >> Integer.SIZE - 1 & Integer.MAX_VALUE;
  }

  /** Both zeros are as large as a zero. */
  private static long leastKey(float threshold) {
    return key(Float.floatToRawIntBits(threshold == 0 ? -0f : threshold));
  }

  /**
   * Finds the codes of the least floats of all buckets.
   *
   * @return whether the largest float of each has at most one code more
   */
  private boolean fillBuckets() {
    boolean small = true;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int bits = bucket << BUCKET_BITS;
      int other = bits | LAST_OF_BUCKET;
      int least = Math.min(key(bits), key(other));
      int first = reached(least, 0);
      firstCode[bucket] = (byte) first;
      long inside = Math.min(threshold[first + 1] - least, LAST_OF_BUCKET + 1);
      codeOfBucket[bucket] = first * ONE + ONE - (int) inside;
      // Behind the infinities there are no numbers.
      small &=
          (bits & INFINITY) == INFINITY
              || reached(Math.max(key(bits), key(other)), first) <= first + 1;
    }
    return small;
  }

  private int reached(int key, int from) {
    int code = from;
    while (key >= threshold[code + 1]) {
      code++;
    }
    return code;
  }

  /**
   * Returns the code of a float.
   *
   * @throws UserError when it is not a number
   */
  int code(float x) {
    if (Float.isNaN(x)) {
      throw notANumber();
    }
    int bits = Float.floatToRawIntBits(x);
    return reached(key(bits), firstCode[bits >>> BUCKET_BITS] & 0xff);
  }

  /** Returns the number of codes. */
  int codes() {
    return level.length;
  }

  /**
   * Encodes floats at equal distances.
   *
   * @param source holds the floats
   * @param first index of the first one
   * @param stride from one to the next
   * @param count how many
   * @param codes receives the codes
   * @param at index of the first one
   * @param codeStride from one to the next
   * @throws UserError when one is not a number
   */
  void encode(
      float[] source, int first, int stride, int count, byte[] codes, int at, int codeStride) {
    if (!oneStep) {
      for (int i = 0; i < count; i++) {
        codes[at + i * codeStride] = (byte) code(source[first + i * stride]);
      }
      return;
    }
    int largest =
        stride == 1 && codeStride == 1
            ? encodeRun(source, first, count, codes, at)
            : encodeSpread(source, first, stride, count, codes, at, codeStride);
    if (largest > INFINITY) {
      throw notANumber();
    }
  }

  /** Encodes neighbours; returns the bits of the largest magnitude. */
  private int encodeRun(float[] source, int first, int count, byte[] codes, int at) {
    int[] code = codeOfBucket;
    int largest = 0;
    for (int i = 0; i < count; i++) {
      int bits = Float.floatToRawIntBits(source[first + i]);
      codes[at + i] =
          (byte) (code[bits >>> BUCKET_BITS] + (key(bits) & LAST_OF_BUCKET) >>> FRACTION_BITS);
      largest = Math.max(largest, bits & Integer.MAX_VALUE);
    }
    return largest;
  }

  /** The same for floats or codes that are no neighbours. */
  private int encodeSpread(
      float[] source, int first, int stride, int count, byte[] codes, int at, int codeStride) {
    int[] code = codeOfBucket;
    int largest = 0;
    for (int i = 0, from = first, to = at; i < count; i++, from += stride, to += codeStride) {
      int bits = Float.floatToRawIntBits(source[from]);
      codes[to] =
          (byte) (code[bits >>> BUCKET_BITS] + (key(bits) & LAST_OF_BUCKET) >>> FRACTION_BITS);
      largest = Math.max(largest, bits & Integer.MAX_VALUE);
    }
    return largest;
  }

  private static UserError notANumber() {
    return new UserError("a value of the input is not a number");
  }

  /** Returns the real number that the code of a float stands for, as a float. */
  float round(float x) {
    return level[code(x)];
  }
}
