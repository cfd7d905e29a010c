package io.samforge.eval.explore;

import io.samforge.arch.UserError;
import io.samforge.sim.synth.Area;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Estimates the area of an accelerator without synthesising it: part by part, from counts of small
 * accelerators (docs/architecture.md, section 17).
 *
 * <p>Look-up tables and flip-flops of a part are sums of what it grows with, fitted to the counts;
 * DSPs of products are as many as the hardware asks for, the others those of the counted piece with
 * the nearest K; block RAMs follow from depth and width of the memories.
 */
public final class AreaEstimator {
  private final List<AreaSample> samples;
  private final Map<NumberFormat, Map<AreaPart, PartFit>> fits = new HashMap<>();

  private record Counted(PartShape shape, Area piece) {}

  private record PartFit(LinearFit lut, LinearFit ff, List<Counted> counted) {}

  /** Fits the parts to counts. */
  public AreaEstimator(List<AreaSample> samples) {
    this.samples = List.copyOf(samples);
    for (NumberFormat format : NumberFormat.values()) {
      Map<AreaPart, PartFit> parts = new EnumMap<>(AreaPart.class);
      for (AreaPart part : AreaPart.values()) {
        List<Counted> counted = counted(part, format);
        if (!counted.isEmpty()) {
          parts.put(part, fit(part, counted));
        }
      }
      fits.put(format, parts);
    }
  }

  /** Returns the estimator that is fitted to the counts of this project. */
  public static AreaEstimator standard() {
    return new AreaEstimator(SampleFile.resource(AreaPlan.FITTED));
  }

  /** Returns the number formats that accelerators were counted in. */
  public Set<NumberFormat> formats() {
    Set<NumberFormat> formats = EnumSet.noneOf(NumberFormat.class);
    samples.forEach(sample -> formats.add(sample.point().format()));
    return formats;
  }

  private List<Counted> counted(AreaPart part, NumberFormat format) {
    return samples.stream()
        .filter(sample -> PartShape.sameKind(part, format, sample.point().format()))
        .map(sample -> counted(part, sample))
        .filter(sample -> sample.shape.count(part) > 0)
        .filter(sample -> part != AreaPart.BUFFER || sample.shape.hasEstimate())
        .toList();
  }

  private static Counted counted(AreaPart part, AreaSample sample) {
    PartShape shape = PartShape.of(sample.point());
    return new Counted(shape, sample.parts().get(part));
  }

  private static PartFit fit(AreaPart part, List<Counted> counted) {
    ToDoubleFunction<Counted> lut = c -> (double) c.piece.lut() / c.shape.count(part);
    ToDoubleFunction<Counted> ff = c -> (double) c.piece.ff() / c.shape.count(part);
    return new PartFit(
        LinearFit.of(counted, c -> c.shape.features(part), lut),
        LinearFit.of(counted, c -> c.shape.features(part), ff),
        counted);
  }

  /**
   * Returns the estimated area.
   *
   * @throws UserError if the point is none, or outside of what estimates were made for
   */
  public Area estimate(DesignPoint point) {
    PartShape shape = PartShape.of(point);
    if (!formats().contains(point.format())) {
      throw new UserError(
          "%s: nothing was counted in this format; counted: %s; make area-fit counts all"
              .formatted(point.format(), formats()));
    }
    if (!shape.hasEstimate()) {
      throw new UserError(
          "%s: no estimate for reduction lanes that are a multiple of the output lanes"
              .formatted(point.name()));
    }
    if (point.tokenDepth() < BlockRams.LEAST_DEPTH
        || point.activationBufferWords() < BlockRams.LEAST_DEPTH) {
      throw new UserError(
          "%s: no estimate for buffers of less than %d words; their memories are look-up tables"
              .formatted(point.name(), BlockRams.LEAST_DEPTH));
    }
    Area area = new Area(0, 0, 0, 0);
    for (AreaPart part : AreaPart.values()) {
      int count = shape.count(part);
      if (count > 0) {
        area = area.plus(estimate(part, shape, count));
      }
    }
    return area;
  }

  private Area estimate(AreaPart part, PartShape shape, int count) {
    PartFit fit = fits.get(shape.point().format()).get(part);
    double[] features = shape.features(part);
    return new Area(
        Math.round(fit.lut.at(features) * count),
        Math.round(fit.ff.at(features) * count),
        Math.round(dsp(part, shape, fit) * count),
        shape.blockRams(part) * count);
  }

  /** Those of products grow with K; those behind the sum of products hardly do. */
  private static double dsp(AreaPart part, PartShape shape, PartFit fit) {
    Counted nearest =
        fit.counted.stream()
            .min(Comparator.comparingDouble(c -> c.shape.distance(shape)))
            .orElseThrow();
    double counted = (double) nearest.piece.dsp() / nearest.shape.count(part);
    return counted - nearest.shape.productDsps(part) + shape.productDsps(part);
  }
}
