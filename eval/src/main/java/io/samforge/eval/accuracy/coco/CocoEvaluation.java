package io.samforge.eval.accuracy.coco;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Judges masks as the COCO benchmark does: average precision over IoU thresholds .50, .55, .. .95
 * and 101 recalls, at most a hundred masks for each picture and category, crowds and objects of
 * other sizes ignored.
 */
final class CocoEvaluation {
  /** Masks of a picture and category that count. */
  static final int MOST_MASKS = 100;

  private static final int THRESHOLDS = 10;
  private static final double FIRST_THRESHOLD = 0.5;
  private static final double LAST_THRESHOLD = 0.95;
  private static final int AP50 = 0;
  private static final int AP75 = 5;

  private final CocoDataset dataset;
  private final Map<Long, Map<Long, List<ScoredMask>>> masks;
  private final Map<Long, Map<Long, List<CocoObject>>> objects;
  private final double[] thresholds = thresholds();

  private CocoEvaluation(CocoDataset dataset, List<ScoredMask> found) {
    this.dataset = dataset;
    masks = byCategory(found, ScoredMask::category, ScoredMask::image);
    objects = byCategory(dataset.objects(), CocoObject::category, CocoObject::image);
  }

  /** The scores of {@code found} on {@code dataset}. */
  static CocoScores of(CocoDataset dataset, List<ScoredMask> found) {
    return new CocoEvaluation(dataset, found).scores();
  }

  private static <T> Map<Long, Map<Long, List<T>>> byCategory(
      List<T> all, Function<T, Long> category, Function<T, Long> image) {
    return all.stream().collect(Collectors.groupingBy(category, Collectors.groupingBy(image)));
  }

  private static double[] thresholds() {
    // The same doubles as in the benchmark, which divides the range into equal steps.
    double step = (LAST_THRESHOLD - FIRST_THRESHOLD) / (THRESHOLDS - 1);
    return IntStream.range(0, THRESHOLDS)
        .mapToDouble(i -> i == THRESHOLDS - 1 ? LAST_THRESHOLD : FIRST_THRESHOLD + i * step)
        .toArray();
  }

  /** The curves of one category, for one range of sizes and one number of masks. */
  private record Key(AreaRange area, int masks) {}

  private CocoScores scores() {
    Map<Key, List<PrecisionCurves>> curves = new LinkedHashMap<>();
    Map<String, Double> perCategory = new LinkedHashMap<>();
    dataset
        .categories()
        .forEach(
            (id, name) -> {
              Map<AreaRange, List<ImageMatches>> matches = matches(id);
              matches.forEach(
                  (area, images) -> {
                    for (int limit : new int[] {1, 10, MOST_MASKS}) {
                      PrecisionCurves.of(images, limit, THRESHOLDS)
                          .ifPresent(
                              curve ->
                                  curves
                                      .computeIfAbsent(
                                          new Key(area, limit), key -> new ArrayList<>())
                                      .add(curve));
                    }
                  });
              category(matches.get(AreaRange.ALL)).ifPresent(ap -> perCategory.put(name, ap));
            });
    return new CocoScores(
        precision(curves, AreaRange.ALL, 0, THRESHOLDS),
        precision(curves, AreaRange.ALL, AP50, AP50 + 1),
        precision(curves, AreaRange.ALL, AP75, AP75 + 1),
        precision(curves, AreaRange.SMALL, 0, THRESHOLDS),
        precision(curves, AreaRange.MEDIUM, 0, THRESHOLDS),
        precision(curves, AreaRange.LARGE, 0, THRESHOLDS),
        recall(curves, AreaRange.ALL, 1),
        recall(curves, AreaRange.ALL, 10),
        recall(curves, AreaRange.ALL, MOST_MASKS),
        recall(curves, AreaRange.SMALL, MOST_MASKS),
        recall(curves, AreaRange.MEDIUM, MOST_MASKS),
        recall(curves, AreaRange.LARGE, MOST_MASKS),
        perCategory);
  }

  private static Optional<Double> category(List<ImageMatches> images) {
    return PrecisionCurves.of(images, MOST_MASKS, THRESHOLDS)
        .map(
            curve ->
                IntStream.range(0, THRESHOLDS)
                    .mapToDouble(curve::averagePrecision)
                    .average()
                    .orElseThrow());
  }

  private Map<AreaRange, List<ImageMatches>> matches(long category) {
    Map<Long, List<ScoredMask>> found = masks.getOrDefault(category, Map.of());
    Map<Long, List<CocoObject>> wanted = objects.getOrDefault(category, Map.of());
    Map<AreaRange, List<ImageMatches>> matches = new EnumMap<>(AreaRange.class);
    for (AreaRange area : AreaRange.values()) {
      matches.put(area, new ArrayList<>());
    }
    for (CocoImage image : dataset.images()) {
      ImageOverlaps overlaps =
          new ImageOverlaps(
              found.getOrDefault(image.id(), List.of()),
              wanted.getOrDefault(image.id(), List.of()),
              MOST_MASKS);
      matches.forEach((area, list) -> list.add(ImageMatches.of(overlaps, area, thresholds)));
    }
    return matches;
  }

  /** Mean over categories and the thresholds {@code from} to {@code to}, exclusive. */
  private static double precision(
      Map<Key, List<PrecisionCurves>> curves, AreaRange area, int from, int to) {
    return mean(
        curves.getOrDefault(new Key(area, MOST_MASKS), List.of()).stream()
            .flatMapToDouble(
                curve -> IntStream.range(from, to).mapToDouble(curve::averagePrecision)));
  }

  private static double recall(Map<Key, List<PrecisionCurves>> curves, AreaRange area, int limit) {
    return mean(
        curves.getOrDefault(new Key(area, limit), List.of()).stream()
            .flatMapToDouble(curve -> DoubleStream.of(curve.recall())));
  }

  private static double mean(DoubleStream values) {
    OptionalDouble mean = values.average();
    return mean.isPresent() ? mean.getAsDouble() : Double.NaN;
  }
}
