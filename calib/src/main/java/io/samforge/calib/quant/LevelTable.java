package io.samforge.calib.quant;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import java.util.Arrays;

/**
 * Thresholds and levels of a quantiser, computed once: {@link #code} equals {@link
 * Quantizer#encode}, only faster.
 *
 * <p>The arrays are the record's own; callers do not change them.
 *
 * @param offset what is taken from a value before it is compared
 * @param thresholds least value minus offset of every code; minus infinity for code 0
 * @param levels what every code stands for
 */
public record LevelTable(double offset, double[] thresholds, double[] levels) {
  /** Tabulates a quantiser. */
  public static LevelTable of(Quantizer quantizer) {
    int codes = used(quantizer);
    double[] thresholds = new double[codes];
    double[] levels = new double[codes];
    Arrays.setAll(thresholds, k -> k == 0 ? Double.NEGATIVE_INFINITY : threshold(quantizer, k));
    Arrays.setAll(levels, quantizer::decode);
    double offset = quantizer instanceof HluqParameters hybrid ? hybrid.offset() : 0;
    return new LevelTable(offset, thresholds, levels);
  }

  private static int used(Quantizer quantizer) {
    return quantizer instanceof Log2Parameters log2 ? log2.levels() + 1 : quantizer.codes();
  }

  private static double threshold(Quantizer quantizer, int k) {
    if (quantizer instanceof UniformParameters uniform) {
      return (k - uniform.zeroPoint() - 0.5) * uniform.scale();
    }
    return quantizer instanceof HluqParameters hybrid
        ? hybrid.threshold(k)
        : ((Log2Parameters) quantizer).threshold(k);
  }

  /** Number of codes that occur. */
  public int codes() {
    return levels.length;
  }

  /** The code of a value that is a number. */
  public int code(double x) {
    double above = x - offset;
    int reached = 0;
    int missed = thresholds.length;
    while (missed - reached > 1) {
      int k = (reached + missed) >>> 1;
      if (above >= thresholds[k]) {
        reached = k;
      } else {
        missed = k;
      }
    }
    return reached;
  }

  /** The level that a value is replaced by. */
  public double nearest(double x) {
    return levels[code(x)];
  }

  /**
   * Whether a value is clipped at the lower end: more than half of the lowest step below the lowest
   * level.
   */
  public boolean below(double x) {
    return levels.length > 1 && x < levels[0] - (levels[1] - levels[0]) / 2;
  }

  /** Whether a value is clipped at the upper end: more than half of the highest step above. */
  public boolean above(double x) {
    int top = levels.length - 1;
    return top > 0 && x > levels[top] + (levels[top] - levels[top - 1]) / 2;
  }
}
