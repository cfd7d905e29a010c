package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.calib.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KMeansTest {
  @Test
  void findsThePartitionOfLeastInertiaOfSmallSets() {
    Random random = Seeds.random("KMeansTest", 11);
    int worse = 0;
    for (int round = 0; round < 200; round++) {
      double[][] points = new double[7][];
      Arrays.setAll(points, i -> new double[] {random.nextInt(12), random.nextDouble()});
      KMeans.Clustering found = new KMeans(0).cluster(points, 3);
      double best = leastInertia(points, 3);
      assertThat(inertia(points, found.labels(), 3))
          .isCloseTo(found.inertia(), org.assertj.core.data.Offset.offset(1e-9));
      assertThat(found.inertia()).isGreaterThan(best - 1e-9);
      worse += found.inertia() > best + 1e-9 ? 1 : 0;
    }
    // Ten restarts are a heuristic; on seven points they hardly ever miss the optimum.
    assertThat(worse).isLessThanOrEqualTo(2);
  }

  @Test
  void isTheSameEveryTime() {
    Random random = new Random(5);
    double[][] points = new double[200][];
    Arrays.setAll(points, i -> new double[] {random.nextGaussian(), random.nextGaussian()});
    KMeans.Clustering first = new KMeans(3).cluster(points, 8);
    KMeans.Clustering second = new KMeans(3).cluster(points, 8);
    assertThat(first.labels()).isEqualTo(second.labels());
    assertThat(first.inertia()).isEqualTo(second.inertia());
  }

  @Test
  void makesNoMoreClustersThanDistinctPoints() {
    double[][] points = {{1, 1}, {2, 2}, {1, 1}, {2, 2}, {1, 1}};
    KMeans.Clustering found = new KMeans(0).cluster(points, 4);
    assertThat(found.clusters()).isEqualTo(2);
    assertThat(found.labels()).containsExactly(0, 1, 0, 1, 0);
    assertThat(found.inertia()).isZero();
  }

  @Test
  void leavesNoClusterEmpty() {
    Random random = Seeds.random("KMeansTest.empty", 7);
    for (int round = 0; round < 300; round++) {
      double[][] points = new double[12][];
      Arrays.setAll(points, i -> new double[] {random.nextInt(4), random.nextInt(3)});
      int distinct = (int) Arrays.stream(points).map(Arrays::toString).distinct().count();
      KMeans.Clustering found = new KMeans(round).cluster(points, 5);
      assertThat(found.clusters()).isEqualTo(Math.min(5, distinct));
      assertThat(Arrays.stream(found.labels()).distinct().count()).isEqualTo(found.clusters());
    }
  }

  @Test
  void refusesNothingToCluster() {
    assertThatThrownBy(() -> new KMeans(0).cluster(new double[0][], 2))
        .hasMessage("cannot make 2 clusters of 0 points");
  }

  private static double leastInertia(double[][] points, int k) {
    double best = Double.POSITIVE_INFINITY;
    for (int number = 0; number < Math.pow(k, points.length); number++) {
      int[] labels = new int[points.length];
      int rest = number;
      for (int i = 0; i < points.length; i++) {
        labels[i] = rest % k;
        rest /= k;
      }
      best = Math.min(best, inertia(points, labels, k));
    }
    return best;
  }

  private static double inertia(double[][] points, int[] labels, int k) {
    double sum = 0;
    for (int cluster = 0; cluster < k; cluster++) {
      int wanted = cluster;
      double[][] members =
          java.util.stream.IntStream.range(0, points.length)
              .filter(i -> labels[i] == wanted)
              .mapToObj(i -> points[i])
              .toArray(double[][]::new);
      for (int d = 0; d < 2; d++) {
        int axis = d;
        double mean = Arrays.stream(members).mapToDouble(p -> p[axis]).average().orElse(0);
        sum += Arrays.stream(members).mapToDouble(p -> Math.pow(p[axis] - mean, 2)).sum();
      }
    }
    return sum;
  }
}
