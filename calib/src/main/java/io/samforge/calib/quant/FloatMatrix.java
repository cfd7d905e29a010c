package io.samforge.calib.quant;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A dense row-major matrix of floats, shape [rows][columns].
 *
 * <p>Activations are [tokens][channels], weights [outputs][inputs]. The array handed to the
 * constructor is not copied; a matrix is treated as immutable by everything in this module.
 */
public final class FloatMatrix {
  private final int rows;
  private final int columns;
  private final float[] data;

  /**
   * Wraps {@code data} as a matrix.
   *
   * @throws IllegalArgumentException if the array does not hold exactly rows * columns elements
   */
  public FloatMatrix(int rows, int columns, float[] data) {
    if (rows < 1 || columns < 1 || (long) rows * columns != data.length) {
      throw new IllegalArgumentException(
          "a matrix of %d x %d cannot be made of %d elements"
              .formatted(rows, columns, data.length));
    }
    this.rows = rows;
    this.columns = columns;
    this.data = data;
  }

  /** The matrix with the given rows, which must be of one length; they are copied. */
  public static FloatMatrix ofRows(float[][] rows) {
    int columns = rows[0].length;
    float[] data = new float[rows.length * columns];
    for (int r = 0; r < rows.length; r++) {
      if (rows[r].length != columns) {
        throw new IllegalArgumentException(
            "row %d has %d elements, row 0 has %d".formatted(r, rows[r].length, columns));
      }
      System.arraycopy(rows[r], 0, data, r * columns, columns);
    }
    return new FloatMatrix(rows.length, columns, data);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** One element. */
  public float get(int row, int column) {
    return data[row * columns + column];
  }

  /** A copy of one row, {@code columns} elements. */
  public float[] row(int row) {
    return Arrays.copyOfRange(data, row * columns, (row + 1) * columns);
  }

  /** A copy of all elements in row-major order. */
  public float[] toArray() {
    return data.clone();
  }

  /** The elements as rows, shape [rows][columns]. */
  public float[][] toRows() {
    return IntStream.range(0, rows).mapToObj(this::row).toArray(float[][]::new);
  }

  /** The transposed matrix, shape [columns][rows]. */
  public FloatMatrix transposed() {
    float[] turned = new float[data.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = data[r * columns + c];
      }
    }
    return new FloatMatrix(columns, rows, turned);
  }

  /** The given rows in the given order, shape [indices.length][columns]. */
  public FloatMatrix selectRows(int[] indices) {
    float[] selected = new float[indices.length * columns];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(data, indices[i] * columns, selected, i * columns, columns);
    }
    return new FloatMatrix(indices.length, columns, selected);
  }

  /**
   * The product {@code this * other}, shape [rows][other.columns].
   *
   * @throws IllegalArgumentException if {@code other} has not as many rows as this has columns
   */
  public FloatMatrix times(FloatMatrix other) {
    requireTerms(columns, other.rows);
    float[] product =
        new MatrixProduct(data, columns, 1, other.data, columns, other.columns).compute(rows);
    return new FloatMatrix(rows, other.columns, product);
  }

  /**
   * The product of this transposed with {@code other}, shape [columns][other.columns].
   *
   * @throws IllegalArgumentException if the matrices differ in their rows
   */
  public FloatMatrix transposedTimes(FloatMatrix other) {
    requireTerms(rows, other.rows);
    float[] product =
        new MatrixProduct(data, 1, columns, other.data, rows, other.columns).compute(columns);
    return new FloatMatrix(columns, other.columns, product);
  }

  /** The mean of every column, summed in double precision. */
  public double[] columnMeans() {
    double[] mean = new double[columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        mean[c] += data[r * columns + c];
      }
    }
    for (int c = 0; c < columns; c++) {
      mean[c] /= rows;
    }
    return mean;
  }

  /** This matrix with {@code values[c]} taken from every element of column c. */
  public FloatMatrix minus(double[] values) {
    float[] difference = new float[data.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = (float) (data[i] - values[i % columns]);
    }
    return new FloatMatrix(rows, columns, difference);
  }

  /** At most {@code limit} rows, the first and others at equal distances behind it. */
  public FloatMatrix spreadRows(int limit) {
    if (rows <= limit) {
      return this;
    }
    return selectRows(
        IntStream.range(0, limit).map(i -> (int) ((long) i * rows / limit)).toArray());
  }

  private static void requireTerms(int left, int right) {
    if (left != right) {
      throw new IllegalArgumentException(
          "a product of matrices with %d and %d terms".formatted(left, right));
    }
  }

  /**
   * Adds {@code vector * this} to {@code sum}: vector has {@code rows} elements, sum {@code
   * columns}.
   *
   * <p>Four rows at a time with the sum in the inner loop, which the JIT compiler turns into vector
   * instructions; the order of additions is fixed, so the result does not depend on the machine.
   */
  void accumulateProduct(float[] vector, float[] sum) {
    int r = 0;
    for (; r + 4 <= rows; r += 4) {
      addFourRows(vector, r, sum);
    }
    for (; r < rows; r++) {
      float factor = vector[r];
      int at = r * columns;
      for (int c = 0; c < columns; c++) {
        sum[c] += factor * data[at + c];
      }
    }
  }

  private void addFourRows(float[] vector, int r, float[] sum) {
    float f0 = vector[r];
    float f1 = vector[r + 1];
    float f2 = vector[r + 2];
    float f3 = vector[r + 3];
    int at0 = r * columns;
    int at1 = at0 + columns;
    int at2 = at1 + columns;
    int at3 = at2 + columns;
    for (int c = 0; c < columns; c++) {
      sum[c] += f0 * data[at0 + c] + f1 * data[at1 + c] + f2 * data[at2 + c] + f3 * data[at3 + c];
    }
  }
}
