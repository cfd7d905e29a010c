package io.samforge.calib.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.calib.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeakFinderTest {
  private static int[] find(double share, int distance, double... curve) {
    return new PeakFinder(share, distance).find(curve);
  }

  @Test
  void pointsAboveBothNeighbours() {
    assertThat(find(0, 1, 0, 2, 1, 3, 0)).containsExactly(1, 3);
    assertThat(find(0, 1, 5, 2, 1, 3, 9)).isEmpty();
    assertThat(find(0, 1, 1, 1, 1)).isEmpty();
    assertThat(find(0, 1)).isEmpty();
  }

  @Test
  void plateausAreOnePeakInTheirMiddle() {
    assertThat(find(0, 1, 0, 4, 4, 0)).containsExactly(1);
    assertThat(find(0, 1, 0, 4, 4, 4, 0, 1, 0)).containsExactly(2, 5);
    assertThat(find(0, 1, 0, 1, 1, 2, 0)).containsExactly(3);
    assertThat(find(0, 1, 4, 4, 0, 4, 4)).isEmpty();
  }

  @Test
  void lowPeaksDoNotCount() {
    assertThat(find(0.25, 1, 0, 6, 0, 2, 0)).containsExactly(1, 3);
    assertThat(find(0.26, 1, 0, 6, 0, 2, 0)).containsExactly(1);
  }

  /** The peak in the middle is closer than the distance to both others. */
  @Test
  void ofClosePeaksTheHighestStays() {
    double[] curve = {0, 3, 0, 0, 5, 0, 0, 4, 0};
    assertThat(find(0, 3, curve)).containsExactly(1, 4, 7);
    assertThat(find(0, 4, curve)).containsExactly(4);
    curve[4] = 2;
    assertThat(find(0, 4, curve)).containsExactly(1, 7);
    assertThat(find(0, 7, curve)).containsExactly(7);
    curve[1] = 4;
    assertThat(find(0, 7, curve)).containsExactly(1);
  }

  /** Small random curves with many equal values, against the definition word by word. */
  @Test
  void equalsTheDefinition() {
    Random random = Seeds.random("PeakFinderTest", 52);
    for (int run = 0; run < 2000; run++) {
      double[] curve = random.ints(12, 0, 5).asDoubleStream().toArray();
      int distance = 1 + random.nextInt(6);
      double share = random.nextInt(3) * 0.05;
      assertThat(find(share, distance, curve)).isEqualTo(naive(curve, share, distance));
    }
  }

  private static int[] naive(double[] curve, double share, int distance) {
    double sum = 0;
    for (double value : curve) {
      sum += value;
    }
    List<Integer> kept = new ArrayList<>();
    for (int height = 4; height >= 0; height--) {
      for (int from = 1; from < curve.length; from++) {
        int to = from;
        while (to + 1 < curve.length && curve[to + 1] == curve[from]) {
          to++;
        }
        int middle = (from + to) / 2;
        boolean peak =
            curve[from] == height
                && curve[from] > curve[from - 1]
                && to + 1 < curve.length
                && curve[from] > curve[to + 1]
                && height >= share * sum;
        if (peak && kept.stream().noneMatch(k -> Math.abs(k - middle) < distance)) {
          kept.add(middle);
        }
      }
    }
    return kept.stream().mapToInt(Integer::intValue).sorted().toArray();
  }
}
