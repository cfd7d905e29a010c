package io.samforge.calib.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplePlanTest {
  private static final CaptureOptions OPTIONS =
      new CaptureOptions(8, 4 * 8 * 10 * 4, 2, 64, 1 << 20);

  private static LinearStep linear(long tokens, long channels) {
    MatrixView view = new MatrixView.Rows(List.of(tokens, channels));
    return new LinearStep(
        "fc", "x", view, "y", view, InputOrigin.OTHER, ActivationFunction.IDENTITY);
  }

  private static ProductStep product(int windows, int heads, int tokens, int inner, int columns) {
    int batch = windows * heads;
    List<Long> shape = List.of((long) batch, (long) tokens, (long) columns);
    return new ProductStep(
        "qk", "q", "k", "y", batch, heads, tokens, inner, columns, InputOrigin.OTHER, shape);
  }

  @Test
  void rowsAreDifferentAscendingAndWithinTheLimit() {
    SamplePlan plan = new SamplePlan(OPTIONS, 4);
    for (long tokens : new long[] {1, 5, 8, 9, 1000}) {
      for (int image = 0; image < 4; image++) {
        int[] rows = plan.rows(linear(tokens, 10), image);
        assertThat(rows).hasSize((int) Math.min(8, tokens)).isSorted().doesNotHaveDuplicates();
        assertThat(rows[0]).isNotNegative();
        assertThat((long) rows[rows.length - 1]).isLessThan(tokens);
      }
    }
    // Twice as many channels leave half as many rows; one row is always kept.
    assertThat(plan.rows(linear(1000, 20), 0)).hasSize(4);
    assertThat(plan.rows(linear(1000, 100_000), 0)).hasSize(1);
    assertThat(plan.rows(linear(1000, 10), 0)).isNotEqualTo(plan.rows(linear(1000, 10), 1));
  }

  @Test
  void windowsAreSpreadOverTheImages() {
    SamplePlan plan = new SamplePlan(OPTIONS, 4);
    assertThat(counts(plan, product(25, 4, 49, 32, 49))).containsExactly(2, 2, 2, 2);
    assertThat(counts(plan, product(1, 4, 49, 32, 49))).containsExactly(1, 1, 1, 1);
    // 4 * 2 * (64 * 256 + 256 * 200) bytes: one window is half of the limit.
    assertThat(counts(plan, product(25, 2, 64, 256, 190))).containsExactly(0, 1, 0, 1);
    // A window that is over the limit with all of its rows has fewer rows.
    ProductStep large = product(25, 2, 900, 1024, 100);
    assertThat(counts(plan, large)).containsExactly(0, 0, 0, 1);
    assertThat(plan.leftRows(large, 3)).hasSize(32).isSorted().doesNotHaveDuplicates();
    assertThat(plan.leftRows(product(25, 4, 49, 32, 49), 0)).hasSize(49);
  }

  private static int[] counts(SamplePlan plan, ProductStep step) {
    return IntStream.range(0, 4).map(image -> plan.windows(step, image).length).toArray();
  }

  @Test
  void everyWindowExistsAndIsTakenOnce() {
    SamplePlan plan = new SamplePlan(OPTIONS, 4);
    for (int windows = 1; windows < 20; windows++) {
      for (int image = 0; image < 4; image++) {
        int[] taken = plan.windows(product(windows, 4, 49, 32, 49), image);
        assertThat(taken).doesNotHaveDuplicates();
        int all = windows;
        assertThat(Arrays.stream(taken)).allMatch(w -> w >= 0 && w < all);
      }
    }
  }
}
