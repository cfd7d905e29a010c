package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Also covers {@link MatrixProduct}, whose blocks of 16 rows and 128 terms end unevenly here. */
class FloatMatrixTest {
  private static final int[][] SIZES = {
    {1, 1, 1},
    {1, 5, 1},
    {2, 3, 4},
    {3, 127, 2},
    {5, 128, 7},
    {16, 129, 3},
    {17, 131, 1},
    {33, 9, 8}
  };

  @Test
  void productsAreSumsOverTheTerms() {
    RandomValues values = new RandomValues(Seeds.random("FloatMatrixTest", 21));
    for (int[] size : SIZES) {
      FloatMatrix left = values.normal(size[0], size[1], 1);
      FloatMatrix right = values.normal(size[1], size[2], 1);
      assertProduct(left.times(right), left, right);
      assertProduct(left.transposed().transposedTimes(right), left, right);
    }
  }

  private static void assertProduct(FloatMatrix product, FloatMatrix left, FloatMatrix right) {
    assertThat(product.rows()).isEqualTo(left.rows());
    assertThat(product.columns()).isEqualTo(right.columns());
    for (int r = 0; r < left.rows(); r++) {
      for (int c = 0; c < right.columns(); c++) {
        double sum = 0;
        double magnitude = 0;
        for (int k = 0; k < left.columns(); k++) {
          double term = (double) left.get(r, k) * right.get(k, c);
          sum += term;
          magnitude += Math.abs(term);
        }
        assertThat((double) product.get(r, c)).isCloseTo(sum, within(2e-6 * magnitude));
      }
    }
  }

  /** The same sums in the same order, whatever else is computed beside them. */
  @Test
  void aRowOfAProductDoesNotDependOnTheOthers() {
    RandomValues values = new RandomValues(Seeds.random("FloatMatrixTest.rows", 22));
    FloatMatrix left = values.normal(37, 150, 1);
    FloatMatrix right = values.normal(150, 6, 1);
    FloatMatrix whole = left.times(right);
    for (int r = 0; r < 37; r++) {
      assertThat(left.selectRows(new int[] {r}).times(right).row(0)).isEqualTo(whole.row(r));
    }
  }

  @Test
  void productsOfOtherTermsAreRefused() {
    FloatMatrix a = new FloatMatrix(2, 3, new float[6]);
    assertThatThrownBy(() -> a.times(a)).hasMessage("a product of matrices with 3 and 2 terms");
    assertThatThrownBy(() -> a.transposedTimes(a.transposed()))
        .hasMessage("a product of matrices with 2 and 3 terms");
  }

  @Test
  void meansAreTakenFromColumns() {
    Random random = Seeds.random("FloatMatrixTest.means", 23);
    FloatMatrix matrix = new RandomValues(random).normal(9, 4, 3);
    double[] means = matrix.columnMeans();
    FloatMatrix centred = matrix.minus(means);
    for (int c = 0; c < 4; c++) {
      double sum = 0;
      for (int r = 0; r < 9; r++) {
        sum += matrix.get(r, c);
        assertThat(centred.get(r, c)).isEqualTo((float) (matrix.get(r, c) - means[c]));
      }
      assertThat(means[c]).isCloseTo(sum / 9, within(1e-12));
      assertThat(centred.columnMeans()[c]).isCloseTo(0, within(1e-6));
    }
    // Single precision would lose the ones next to the large value.
    float[] column = new float[1001];
    Arrays.fill(column, 1);
    column[0] = 1 << 26;
    assertThat(new FloatMatrix(1001, 1, column).columnMeans()[0])
        .isEqualTo(((1 << 26) + 1000.0) / 1001);
  }

  @Test
  void spreadRowsAreDifferentRowsInOrder() {
    for (int rows = 1; rows <= 12; rows++) {
      float[] numbers = new float[rows];
      for (int r = 0; r < rows; r++) {
        numbers[r] = r;
      }
      for (int limit = 1; limit <= 14; limit++) {
        float[] found = new FloatMatrix(rows, 1, numbers).spreadRows(limit).toArray();
        assertThat(found).hasSize(Math.min(rows, limit));
        assertThat(found[0]).isZero();
        for (int i = 1; i < found.length; i++) {
          int gap = (int) (found[i] - found[i - 1]);
          assertThat(gap).isPositive().isBetween(rows / limit, (rows + limit - 1) / limit);
        }
      }
    }
  }
}
