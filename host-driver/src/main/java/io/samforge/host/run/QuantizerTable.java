package io.samforge.host.run;

import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.Quantizer;

/**
 * A quantiser as tables, for millions of floats: the same codes as {@link Quantizer#encode}.
 *
 * <p>The upper half of a float's bits chooses a bucket; the code of the bucket's smallest float is
 * where the search for the threshold begins. Buckets are 1/64 of their values wide, so a code of at
 * most six bits needs one or two comparisons.
 */
final class QuantizerTable {
  private static final int BUCKET_BITS = 17;
  private static final int BUCKETS = 1 << Float.SIZE - BUCKET_BITS;
  private static final int LAST_OF_BUCKET = (1 << BUCKET_BITS) - 1;

  /** The least float of every code k = 1..L-1, NaN where there is none; a NaN ends the list. */
  private final float[] threshold;

  private final byte[] firstCode = new byte[BUCKETS];
  private final float[] level;

  QuantizerTable(Quantizer quantizer) {
    EncoderThresholds exact = EncoderThresholds.of(quantizer, ActivationFunction.IDENTITY);
    threshold = new float[quantizer.codes() + 1];
    threshold[quantizer.codes()] = Float.NaN;
    level = new float[quantizer.codes()];
    for (int k = 0; k < level.length; k++) {
      threshold[k] = k == 0 ? Float.NEGATIVE_INFINITY : exact.upper(0, k);
      // A code that no float reaches need not stand for a number.
      level[k] = Float.isNaN(threshold[k]) ? 0 : (float) quantizer.decode(k);
    }
    fillBuckets();
  }

  /** Codes rise from zero to infinity, and from minus infinity to minus zero. */
  private void fillBuckets() {
    int positive = BUCKETS / 2;
    for (int bucket = 0, code = 0; bucket < positive; bucket++) {
      code = reached(Float.intBitsToFloat(bucket << BUCKET_BITS), code);
      firstCode[bucket] = (byte) code;
    }
    for (int bucket = BUCKETS - 1, code = 0; bucket >= positive; bucket--) {
      float smallest = Float.intBitsToFloat(bucket << BUCKET_BITS | LAST_OF_BUCKET);
      code = reached(Float.isNaN(smallest) ? Float.NEGATIVE_INFINITY : smallest, code);
      firstCode[bucket] = (byte) code;
    }
  }

  private int reached(float x, int from) {
    int code = from;
    while (x >= threshold[code + 1]) {
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
      throw new UserError("a value of the input is not a number");
    }
    return reached(x, firstCode[Float.floatToRawIntBits(x) >>> BUCKET_BITS] & 0xff);
  }

  /** Returns the real number that the code of a float stands for, as a float. */
  float round(float x) {
    return level[code(x)];
  }
}
