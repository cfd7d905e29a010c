package io.samforge.calib.quant;

import io.samforge.arch.format.Quantizer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sorted values with weights, which tell the squared error of a quantiser without a pass over all
 * of them.
 *
 * <p>All values of one code share one level v, and {@code SUM w (x - v)^2} follows from the sums of
 * w, w x and w x^2 up to each value: one search per threshold.
 */
public final class ValueDistribution {
  private final double[] values;
  private final double[] weight;
  private final double[] first;
  private final double[] second;

  private ValueDistribution(float[][] columns, double[] columnWeights) {
    int count = Arrays.stream(columns).mapToInt(column -> column.length).sum();
    long[] order = new long[count];
    int at = 0;
    for (int c = 0; c < columns.length; c++) {
      for (float x : columns[c]) {
        order[at++] = (long) sortable(x) << 32 | c;
      }
    }
    Arrays.sort(order);
    values = new double[count];
    weight = new double[count + 1];
    first = new double[count + 1];
    second = new double[count + 1];
    for (int i = 0; i < count; i++) {
      double w = columnWeights[(int) order[i]];
      values[i] = fromSortable((int) (order[i] >> 32));
      weight[i + 1] = weight[i] + w;
      first[i + 1] = first[i] + w * values[i];
      second[i + 1] = second[i] + w * values[i] * values[i];
    }
  }

  /** The values of one column of {@code rows}, each with the weight one. */
  public static ValueDistribution ofColumn(FloatMatrix rows, int column) {
    double[] weights = new double[rows.columns()];
    weights[column] = 1;
    return ofColumns(rows, new int[] {column}, weights);
  }

  /**
   * The values of some columns of {@code rows}.
   *
   * @param columns at least one
   * @param columnWeights weight of a value of every column of {@code rows}
   */
  public static ValueDistribution ofColumns(
      FloatMatrix rows, int[] columns, double[] columnWeights) {
    float[][] values = new float[columns.length][rows.rows()];
    double[] weights = new double[columns.length];
    for (int i = 0; i < columns.length; i++) {
      weights[i] = columnWeights[columns[i]];
      for (int r = 0; r < rows.rows(); r++) {
        values[i][r] = rows.get(r, columns[i]);
      }
    }
    return new ValueDistribution(values, weights);
  }

  /** The values of all columns of {@code rows}, each with the weight one. */
  public static ValueDistribution ofAll(FloatMatrix rows) {
    double[] weights = new double[rows.columns()];
    Arrays.fill(weights, 1);
    return ofColumns(rows, IntStream.range(0, rows.columns()).toArray(), weights);
  }

  /** Smallest and largest value. */
  public ChannelRange range() {
    return new ChannelRange((float) values[0], (float) values[values.length - 1]);
  }

  /** Sum of all weights. */
  public double totalWeight() {
    return weight[values.length];
  }

  /** {@code SUM w (x - xhat)^2} when x is replaced by its level in {@code quantizer}. */
  public double error(Quantizer quantizer) {
    LevelTable table = LevelTable.of(quantizer);
    double sum = 0;
    int from = 0;
    for (int code = 0; code < table.codes() && from < values.length; code++) {
      int end =
          code + 1 < table.codes()
              ? firstReaching(table.offset(), table.thresholds()[code + 1], from)
              : values.length;
      if (end > from) {
        double v = table.levels()[code];
        double error =
            second[end]
                - second[from]
                - 2 * v * (first[end] - first[from])
                + v * v * (weight[end] - weight[from]);
        sum += Math.max(0, error);
      }
      from = end;
    }
    return sum;
  }

  private int firstReaching(double offset, double threshold, int from) {
    int low = from;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] - offset >= threshold) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Maps floats to integers of the same order. */
  private static int sortable(float x) {
    int bits = Float.floatToIntBits(x);
    return bits ^ bits >> 31 & 0x7fffffff;
  }

  private static float fromSortable(int key) {
    return Float.intBitsToFloat(key ^ key >> 31 & 0x7fffffff);
  }
}
