package io.samforge.arch.format;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The thresholds on a layer's float result that give the code of its activation without computing
 * the activation (architecture, section 4).
 *
 * <p>{@code code = #{k : y >= upper[bank][k] or y <= lower[k]}} for k = 1..L-1, which equals {@code
 * quantiser.encode(function(y))} for every float. A threshold that no float reaches is NaN, because
 * a comparison with NaN is false; one that every float reaches is an infinity.
 */
public final class EncoderThresholds {
  /** The table word that no key reaches. */
  public static final int NEVER = Integer.MAX_VALUE;

  /** The table word that every key reaches. */
  public static final int ALWAYS = Integer.MIN_VALUE;

  private final int bits;
  private final ActivationFunction function;
  private final float[][] upper;
  private final float[] lower;
  private final int branchOrdinal;

  private EncoderThresholds(
      int bits, ActivationFunction function, float[][] upper, float[] lower, int branchOrdinal) {
    this.bits = bits;
    this.function = function;
    this.upper = upper;
    this.lower = lower;
    this.branchOrdinal = branchOrdinal;
  }

  /**
   * Finds the thresholds of one quantiser per bank behind an activation function.
   *
   * @param banks one quantiser for each bank, all of the same bits; exactly one for GELU
   * @throws IllegalArgumentException when the banks do not fit together or the function
   */
  public static EncoderThresholds of(List<? extends Quantizer> banks, ActivationFunction function) {
    if (banks.isEmpty()) {
      throw new IllegalArgumentException("an encoder needs at least one bank");
    }
    int bits = banks.get(0).bits();
    if (banks.stream().anyMatch(q -> q.bits() != bits)) {
      throw new IllegalArgumentException("the banks of an encoder have different bits");
    }
    if (!function.monotone() && banks.size() != 1) {
      throw new IllegalArgumentException(
          function + " needs both branches of one bank, not " + banks.size() + " banks");
    }
    int start = function.monotone() ? Ordinals.MIN : Gelu.branchOrdinal();
    float[][] upper = new float[banks.size()][];
    for (int bank = 0; bank < upper.length; bank++) {
      upper[bank] = upperThresholds(banks.get(bank), function, start);
    }
    float[] lower = function.monotone() ? null : lowerThresholds(banks.get(0), function, start - 1);
    return new EncoderThresholds(bits, function, upper, lower, function.monotone() ? 0 : start);
  }

  /**
   * Returns the thresholds that the hardware's banks hold; the inverse of {@link #hardwareTables}.
   *
   * @param tables the words of every bank, [banks][L]; exactly two banks for GELU
   * @param branchOrdinal first ordinal of the rising branch of GELU, else 0
   * @throws IllegalArgumentException when the banks do not fit together or the function
   */
  public static EncoderThresholds ofTables(
      ActivationFunction function, int[][] tables, int branchOrdinal) {
    boolean twoBranch = !function.monotone();
    int codes = tables.length == 0 ? 0 : tables[0].length;
    if (Integer.bitCount(codes) != 1 || Arrays.stream(tables).anyMatch(t -> t.length != codes)) {
      throw new IllegalArgumentException("the banks of an encoder are not all of 2^b words");
    }
    if (twoBranch && tables.length != 2) {
      throw new IllegalArgumentException(function + " needs two tables, not " + tables.length);
    }
    float[][] upper = new float[twoBranch ? 1 : tables.length][];
    for (int bank = 0; bank < upper.length; bank++) {
      upper[bank] = thresholds(tables[bank], false);
    }
    float[] lower = twoBranch ? thresholds(tables[1], true) : null;
    int bits = Integer.numberOfTrailingZeros(codes);
    return new EncoderThresholds(bits, function, upper, lower, branchOrdinal);
  }

  /** Finds the thresholds of one quantiser behind an activation function. */
  public static EncoderThresholds of(Quantizer quantizer, ActivationFunction function) {
    return of(List.of(quantizer), function);
  }

  /** Returns the bits of a code. */
  public int bits() {
    return bits;
  }

  /** Returns the activation function that the thresholds include. */
  public ActivationFunction function() {
    return function;
  }

  /** Returns the number of banks. */
  public int banks() {
    return upper.length;
  }

  /** Returns whether there are thresholds for the falling branch of the function. */
  public boolean twoBranch() {
    return lower != null;
  }

  /** Returns the ordinal of the first float of the rising branch; 0 when there is one branch. */
  public int branchOrdinal() {
    return branchOrdinal;
  }

  /** Returns the least float of the rising branch whose code is at least k = 1..L-1. */
  public float upper(int bank, int k) {
    return upper[bank][k];
  }

  /** Returns the greatest float of the falling branch whose code is at least k; NaN for none. */
  public float lower(int k) {
    return lower == null ? Float.NaN : lower[k];
  }

  /** Returns the code of a layer result, counted threshold by threshold. */
  public int encode(float y, int bank) {
    float[] u = upper[bank];
    int code = 0;
    if (lower == null) {
      for (int k = 1; k < u.length; k++) {
        code += y >= u[k] ? 1 : 0;
      }
    } else {
      for (int k = 1; k < u.length; k++) {
        code += y >= u[k] || y <= lower[k] ? 1 : 0;
      }
    }
    return code;
  }

  /**
   * Returns the words of the hardware's banks: [bank][L] ordinals, word 0 unused.
   *
   * <p>With two branches bank 0 is the rising one and bank 1 holds the negated ordinals of the
   * falling one. Every bank is non-decreasing.
   */
  public int[][] hardwareTables() {
    int[][] tables = new int[twoBranch() ? 2 : upper.length][];
    for (int bank = 0; bank < upper.length; bank++) {
      tables[bank] = table(upper[bank], false);
    }
    if (twoBranch()) {
      tables[1] = table(lower, true);
    }
    return tables;
  }

  private static int[] table(float[] thresholds, boolean negated) {
    int[] words = new int[thresholds.length];
    for (int k = 1; k < words.length; k++) {
      float t = thresholds[k];
      if (Float.isNaN(t)) {
        words[k] = NEVER;
      } else if (t == Float.NEGATIVE_INFINITY && !negated) {
        words[k] = ALWAYS;
      } else {
        words[k] = negated ? -Ordinals.of(t) : Ordinals.of(t);
      }
    }
    return words;
  }

  private static float[] thresholds(int[] words, boolean negated) {
    float[] thresholds = new float[words.length];
    thresholds[0] = Float.NaN;
    for (int k = 1; k < words.length; k++) {
      if (words[k] == NEVER) {
        thresholds[k] = Float.NaN;
      } else if (words[k] == ALWAYS && !negated) {
        thresholds[k] = Float.NEGATIVE_INFINITY;
      } else {
        thresholds[k] = Ordinals.toFloat(negated ? -words[k] : words[k]);
      }
    }
    return thresholds;
  }

  private static float[] upperThresholds(Quantizer q, ActivationFunction f, int start) {
    float[] thresholds = new float[q.codes()];
    Arrays.fill(thresholds, Float.NaN);
    for (int k = 1; k < thresholds.length; k++) {
      int level = k;
      IntPredicate reached = o -> q.reaches(f.apply(Ordinals.toFloat(o)), level);
      if (reached.test(Ordinals.MAX)) {
        thresholds[k] = Ordinals.toFloat(bisect(start, Ordinals.MAX, reached));
      }
    }
    return thresholds;
  }

  private static float[] lowerThresholds(Quantizer q, ActivationFunction f, int end) {
    float[] thresholds = new float[q.codes()];
    Arrays.fill(thresholds, Float.NaN);
    for (int k = 1; k < thresholds.length; k++) {
      int level = k;
      IntPredicate reached = n -> q.reaches(f.apply(Ordinals.toFloat(-n)), level);
      if (reached.test(-Ordinals.MIN)) {
        thresholds[k] = Ordinals.toFloat(-bisect(-end, -Ordinals.MIN, reached));
      }
    }
    return thresholds;
  }

  /** Returns the least integer of low..high that satisfies a rising predicate; high does. */
  private static int bisect(int low, int high, IntPredicate predicate) {
    long below = (long) low - 1;
    long reached = high;
    while (reached - below > 1) {
      long middle = (reached + below) >> 1;
      if (predicate.test((int) middle)) {
        reached = middle;
      } else {
        below = middle;
      }
    }
    return (int) reached;
  }
}
