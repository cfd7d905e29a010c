package io.samforge.calib.quant;

import java.util.stream.IntStream;

/**
 * Products of float matrices on all processors.
 *
 * <p>Two rows of the result and four terms at a time with the columns in the inner loop, which the
 * JIT compiler turns into vector instructions; terms are taken in blocks that stay in the cache.
 * Every element is summed in the order of its terms, whatever the number of threads.
 */
final class MatrixProduct {
  private static final int TERM_BLOCK = 128;
  private static final int ROW_BLOCK = 16;

  private final float[] left;
  private final int rowStride;
  private final int termStride;
  private final float[] right;
  private final int terms;
  private final int columns;

  /**
   * Describes {@code result[i][j] = SUM_k left[i * rowStride + k * termStride] right[k][j]}.
   *
   * @param terms number of k
   * @param columns number of j
   */
  MatrixProduct(
      float[] left, int rowStride, int termStride, float[] right, int terms, int columns) {
    this.left = left;
    this.rowStride = rowStride;
    this.termStride = termStride;
    this.right = right;
    this.terms = terms;
    this.columns = columns;
  }

  /** Computes {@code rows} rows of the result, shape [rows][columns]. */
  float[] compute(int rows) {
    float[] result = new float[Math.multiplyExact(rows, columns)];
    int blocks = (rows + ROW_BLOCK - 1) / ROW_BLOCK;
    IntStream.range(0, blocks)
        .parallel()
        .forEach(
            block ->
                computeRows(block * ROW_BLOCK, Math.min(rows, (block + 1) * ROW_BLOCK), result));
    return result;
  }

  private void computeRows(int first, int end, float[] result) {
    float[] upper = new float[columns];
    float[] lower = new float[columns];
    for (int k = 0; k < terms; k += TERM_BLOCK) {
      int lastTerm = Math.min(terms, k + TERM_BLOCK);
      for (int i = first; i < end; i += 2) {
        boolean pair = i + 1 < end;
        System.arraycopy(result, i * columns, upper, 0, columns);
        if (pair) {
          System.arraycopy(result, (i + 1) * columns, lower, 0, columns);
        }
        addTerms(i, pair ? i + 1 : i, k, lastTerm, upper, lower);
        System.arraycopy(upper, 0, result, i * columns, columns);
        if (pair) {
          System.arraycopy(lower, 0, result, (i + 1) * columns, columns);
        }
      }
    }
  }

  private void addTerms(int i, int j, int first, int end, float[] upper, float[] lower) {
    int k = first;
    for (; k + 4 <= end; k += 4) {
      addFour(i * rowStride + k * termStride, j * rowStride + k * termStride, k, upper, lower);
    }
    for (; k < end; k++) {
      float a = left[i * rowStride + k * termStride];
      float b = left[j * rowStride + k * termStride];
      int at = k * columns;
      for (int c = 0; c < columns; c++) {
        upper[c] += a * right[at + c];
        lower[c] += b * right[at + c];
      }
    }
  }

  private void addFour(int i, int j, int k, float[] upper, float[] lower) {
    float a0 = left[i];
    float a1 = left[i + termStride];
    float a2 = left[i + 2 * termStride];
    float a3 = left[i + 3 * termStride];
    float b0 = left[j];
    float b1 = left[j + termStride];
    float b2 = left[j + 2 * termStride];
    float b3 = left[j + 3 * termStride];
    int at0 = k * columns;
    int at1 = at0 + columns;
    int at2 = at1 + columns;
    int at3 = at2 + columns;
    for (int c = 0; c < columns; c++) {
      float x0 = right[at0 + c];
      float x1 = right[at1 + c];
      float x2 = right[at2 + c];
      float x3 = right[at3 + c];
      upper[c] += a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3;
      lower[c] += b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3;
    }
  }
}
