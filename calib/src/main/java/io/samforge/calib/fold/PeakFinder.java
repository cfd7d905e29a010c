package io.samforge.calib.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the peaks of a curve: points higher than both neighbours, not at an end of the curve. A
 * plateau higher than what surrounds it is one peak, in its middle.
 *
 * @param share the least height of a peak as a share of the sum of the curve
 * @param distance the least distance of two peaks in points; of two that are closer the higher one
 *     stays, of equal ones the first
 */
public record PeakFinder(double share, int distance) {
  /** The peaks of {@code curve} as ascending indices. */
  public int[] find(double[] curve) {
    double least = share * Arrays.stream(curve).sum();
    List<Integer> byHeight = new ArrayList<>();
    for (int peak : maxima(curve)) {
      if (curve[peak] >= least) {
        byHeight.add(peak);
      }
    }
    byHeight.sort(Comparator.comparingDouble((Integer peak) -> -curve[peak]));
    List<Integer> kept = new ArrayList<>();
    for (int peak : byHeight) {
      if (kept.stream().allMatch(other -> Math.abs(peak - other) >= distance)) {
        kept.add(peak);
      }
    }
    return kept.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  private static List<Integer> maxima(double[] curve) {
    List<Integer> maxima = new ArrayList<>();
    int start = 0;
    for (int i = 1; i < curve.length; i++) {
      if (curve[i] < curve[i - 1] && start > 0 && curve[start - 1] < curve[start]) {
        maxima.add((start + i - 1) / 2);
      }
      if (curve[i] != curve[i - 1]) {
        start = i;
      }
    }
    return maxima;
  }
}
