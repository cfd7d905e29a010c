package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.format.Log2Parameters;
import io.samforge.calib.Seeds;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Log2SearchTest {
  private static List<Log2Search.Product> products(Random random, int count, int rows, int inner) {
    RandomValues values = new RandomValues(random);
    return IntStream.range(0, count)
        .mapToObj(
            i -> new Log2Search.Product(softmax(random, rows, inner), values.normal(inner, 5, 1)))
        .toList();
  }

  private static FloatMatrix softmax(Random random, int rows, int inner) {
    float[] values = new float[rows * inner];
    for (int r = 0; r < rows; r++) {
      double[] exponentials = random.doubles(inner).map(u -> Math.exp(6 * u)).toArray();
      double sum = 0;
      for (double e : exponentials) {
        sum += e;
      }
      for (int i = 0; i < inner; i++) {
        values[r * inner + i] = (float) (exponentials[i] / sum);
      }
    }
    return new FloatMatrix(rows, inner, values);
  }

  private static double naiveError(List<Log2Search.Product> products, Log2Parameters quantizer) {
    double sum = 0;
    int elements = 0;
    for (Log2Search.Product product : products) {
      for (int r = 0; r < product.probabilities().rows(); r++) {
        for (int c = 0; c < product.values().columns(); c++) {
          double difference = 0;
          for (int i = 0; i < product.values().rows(); i++) {
            double p = product.probabilities().get(r, i);
            double level = quantizer.decode(quantizer.encode(p));
            difference += (level - p) * product.values().get(i, c);
          }
          sum += Math.pow(Math.abs(difference), 2.4);
          elements++;
        }
      }
    }
    return sum / elements;
  }

  @Test
  void theErrorIsThatOfTheProduct() {
    Random random = Seeds.random("Log2SearchTest.error", 141);
    for (int round = 0; round < 12; round++) {
      List<Log2Search.Product> products = products(random, 1 + round % 3, 4, 20);
      int bits = 3 + round % 4;
      int tau = 1 << round % 3;
      double scale = 0.05 + random.nextDouble();
      double naive = naiveError(products, Log2Parameters.of(bits, tau, scale));
      double found = new Log2Search(bits, List.of(tau)).error(products, tau, scale);
      assertThat(found).isCloseTo(naive, within(1e-3 * naive));
    }
  }

  @Test
  void isCloseToTheBestOfAnExhaustiveScan() {
    Random random = Seeds.random("Log2SearchTest", 142);
    double worst = 0;
    for (int round = 0; round < 6; round++) {
      List<Log2Search.Product> products = products(random, 2, 8, 32);
      float largest = 0;
      for (Log2Search.Product product : products) {
        largest = Math.max(largest, ChannelRange.ofAll(product.probabilities()).max());
      }
      Log2Search search = new Log2Search(4, List.of(1, 2, 4));
      Log2Search.Outcome found = search.search(products);
      double scanned = Double.POSITIVE_INFINITY;
      for (int tau : new int[] {1, 2, 4}) {
        assertThat(found.error()).isLessThanOrEqualTo(search.error(products, tau, largest));
        for (int i = 1; i <= 300; i++) {
          scanned = Math.min(scanned, search.error(products, tau, largest * i / 300.0));
        }
      }
      worst = Math.max(worst, found.error() / scanned);
      assertThat(found.error()).isLessThan(1.6 * scanned);
      assertThat(found.error())
          .isEqualTo(search.error(products, found.parameters().tau(), found.parameters().scale()));
      assertThat(found.parameters().scale()).isLessThanOrEqualTo(largest);
    }
    System.out.printf("at most %.3f times the error of the scan%n", worst);
  }

  @Test
  void onlyAllowedResolutionsAreTaken() {
    List<Log2Search.Product> products = products(Seeds.random("Log2SearchTest.tau", 143), 1, 6, 16);
    for (int tau : new int[] {1, 2, 4}) {
      assertThat(new Log2Search(4, List.of(tau)).search(products).parameters().tau())
          .isEqualTo(tau);
    }
    assertThatThrownBy(() -> new Log2Search(4, List.of()))
        .hasMessage("no levels an octave are allowed");
  }

  /**
   * Probabilities of one and zero are levels of every quantiser, whatever the order of the list.
   */
  @Test
  void theSmallerResolutionWinsATie() {
    FloatMatrix certain = new FloatMatrix(2, 2, new float[] {1, 0, 0, 1});
    FloatMatrix never = new FloatMatrix(2, 2, new float[4]);
    FloatMatrix values = new FloatMatrix(2, 1, new float[] {3, -2});
    for (FloatMatrix p : List.of(certain, never)) {
      for (List<Integer> taus : List.of(List.of(1, 2, 4), List.of(4, 2, 1))) {
        Log2Search.Outcome found =
            new Log2Search(4, taus).search(List.of(new Log2Search.Product(p, values)));
        assertThat(found.error()).isZero();
        assertThat(found.parameters()).isEqualTo(Log2Parameters.of(4, 1, 1));
      }
    }
  }
}
