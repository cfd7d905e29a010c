package io.samforge.calib.quant;

import java.util.Arrays;
import java.util.Random;

/**
 * Deterministic k-means: k-means++ seeding with a fixed seed, ten restarts, the lowest inertia
 * wins.
 *
 * <p>Ties go to the lowest index everywhere: a point between two centroids, two restarts of equal
 * inertia, two candidates for an emptied cluster. {@code java.util.Random} is used because its
 * sequence is part of the Java specification. Clusters are numbered in the order of their first
 * member.
 */
public final class KMeans {
  private static final int RESTARTS = 10;
  private static final int MAX_ITERATIONS = 300;

  private final long seed;

  /** Makes a clustering whose restarts draw from {@code seed}. */
  public KMeans(long seed) {
    this.seed = seed;
  }

  /**
   * The result of a clustering.
   *
   * @param labels cluster of each point, 0..clusters-1
   * @param centroids mean of the members, shape [clusters][dimensions]
   * @param inertia sum of squared distances of the points to their centroids
   */
  public record Clustering(int[] labels, double[][] centroids, double inertia) {
    /** Number of clusters; all have members. */
    public int clusters() {
      return centroids.length;
    }
  }

  /**
   * Clusters {@code points}, shape [n][dimensions], into {@code k} clusters, or into as many as
   * there are distinct points if those are fewer.
   *
   * @throws IllegalArgumentException if there is no point or k is below 1
   */
  public Clustering cluster(double[][] points, int k) {
    if (points.length == 0 || k < 1) {
      throw new IllegalArgumentException(
          "cannot make %d clusters of %d points".formatted(k, points.length));
    }
    int distinct = (int) Arrays.stream(points).map(Arrays::toString).distinct().count();
    Random random = new Random(seed);
    Clustering best = null;
    for (int restart = 0; restart < RESTARTS; restart++) {
      Clustering candidate = lloyd(points, seeds(points, Math.min(k, distinct), random));
      if (best == null || candidate.inertia < best.inertia) {
        best = candidate;
      }
    }
    return inOrderOfFirstMember(points, best);
  }

  /** k-means++: each further seed is drawn with a chance proportional to its squared distance. */
  private static double[][] seeds(double[][] points, int k, Random random) {
    double[][] seeds = new double[k][];
    seeds[0] = points[random.nextInt(points.length)].clone();
    double[] distance = new double[points.length];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    for (int s = 1; s < k; s++) {
      double total = 0;
      for (int i = 0; i < points.length; i++) {
        distance[i] = Math.min(distance[i], squaredDistance(points[i], seeds[s - 1]));
        total += distance[i];
      }
      seeds[s] = points[draw(distance, random.nextDouble() * total)].clone();
    }
    return seeds;
  }

  /** The first point whose cumulated weight exceeds {@code target}; never one of weight zero. */
  private static int draw(double[] weights, double target) {
    double cumulated = 0;
    int last = -1;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        cumulated += weights[i];
        if (cumulated > target) {
          return i;
        }
      }
    }
    return last;
  }

  private static Clustering lloyd(double[][] points, double[][] centroids) {
    int[] labels = assign(points, centroids);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      fillEmptyClusters(points, labels, centroids);
      moveToMeans(points, labels, centroids);
      int[] next = assign(points, centroids);
      boolean settled = Arrays.equals(labels, next);
      labels = next;
      if (settled) {
        break;
      }
    }
    double inertia = 0;
    for (int i = 0; i < points.length; i++) {
      inertia += squaredDistance(points[i], centroids[labels[i]]);
    }
    return new Clustering(labels, centroids, inertia);
  }

  private static int[] assign(double[][] points, double[][] centroids) {
    int[] labels = new int[points.length];
    for (int i = 0; i < points.length; i++) {
      for (int c = 1; c < centroids.length; c++) {
        if (squaredDistance(points[i], centroids[c])
            < squaredDistance(points[i], centroids[labels[i]])) {
          labels[i] = c;
        }
      }
    }
    return labels;
  }

  /** Gives every cluster without members the point that is farthest from its own centroid. */
  private static void fillEmptyClusters(double[][] points, int[] labels, double[][] centroids) {
    int[] sizes = sizes(labels, centroids.length);
    for (int c = 0; c < centroids.length; c++) {
      if (sizes[c] > 0) {
        continue;
      }
      int farthest = -1;
      double farthestDistance = -1;
      for (int i = 0; i < points.length; i++) {
        double distance = squaredDistance(points[i], centroids[labels[i]]);
        if (sizes[labels[i]] > 1 && distance > farthestDistance) {
          farthest = i;
          farthestDistance = distance;
        }
      }
      sizes[labels[farthest]]--;
      sizes[c]++;
      labels[farthest] = c;
      centroids[c] = points[farthest].clone();
    }
  }

  private static void moveToMeans(double[][] points, int[] labels, double[][] centroids) {
    int[] sizes = sizes(labels, centroids.length);
    for (double[] centroid : centroids) {
      Arrays.fill(centroid, 0);
    }
    for (int i = 0; i < points.length; i++) {
      for (int d = 0; d < points[i].length; d++) {
        centroids[labels[i]][d] += points[i][d] / sizes[labels[i]];
      }
    }
  }

  private static Clustering inOrderOfFirstMember(double[][] points, Clustering clustering) {
    int[] newNumber = new int[clustering.clusters()];
    Arrays.fill(newNumber, -1);
    int[] labels = new int[points.length];
    double[][] centroids = new double[clustering.clusters()][];
    int used = 0;
    for (int i = 0; i < points.length; i++) {
      int old = clustering.labels[i];
      if (newNumber[old] < 0) {
        centroids[used] = clustering.centroids[old];
        newNumber[old] = used++;
      }
      labels[i] = newNumber[old];
    }
    return new Clustering(labels, Arrays.copyOf(centroids, used), clustering.inertia);
  }

  private static int[] sizes(int[] labels, int clusters) {
    int[] sizes = new int[clusters];
    for (int label : labels) {
      sizes[label]++;
    }
    return sizes;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return sum;
  }
}
