package io.samforge.eval.explore;

import io.samforge.arch.UserError;
import java.util.List;
import java.util.stream.Stream;

/**
 * The values that a search combines; combinations that no hardware exists for are left out.
 *
 * @param formats number formats
 * @param reductionLanes values of K
 * @param outputLanes values of M
 * @param packedLanes shares of output lanes packed into DSP48E2 in parts of {@value #PACKED_PARTS};
 *     formats that cannot be packed take 0
 * @param tokenDepth values of T
 * @param postLanes values of Pp
 * @param activationBufferWords words of an activation bank
 * @param axiDataWidth values of B
 */
public record Grid(
    List<NumberFormat> formats,
    List<Integer> reductionLanes,
    List<Integer> outputLanes,
    List<Integer> packedLanes,
    List<Integer> tokenDepth,
    List<Integer> postLanes,
    List<Integer> activationBufferWords,
    List<Integer> axiDataWidth) {
  /** Parts that shares of packed lanes are given in. */
  public static final int PACKED_PARTS = 4;

  /**
   * Returns what {@code make explore} searches unless told otherwise: the counted formats, all
   * shapes of the array, and of what surrounds it the ends of what is useful.
   */
  public static Grid standard() {
    return new Grid(
        List.copyOf(AreaEstimator.standard().formats()),
        List.of(4, 8, 16, 32, 64),
        List.of(16, 32, 48, 64, 96, 128, 160, 192, 256),
        List.of(0, 2, 4),
        List.of(256, 1024),
        List.of(4, 16),
        List.of(16384),
        List.of(512));
  }

  /** Returns all points in a fixed order. */
  public Stream<DesignPoint> points() {
    return formats.stream()
        .flatMap(f -> reductionLanes.stream().flatMap(k -> lanes(f, k)))
        .filter(Grid::exists);
  }

  private Stream<DesignPoint> lanes(NumberFormat format, int k) {
    return outputLanes.stream()
        .filter(m -> m >= k || k % m != 0)
        .flatMap(
            m ->
                packedLanes.stream()
                    .filter(share -> share == 0 || format == NumberFormat.W4A4)
                    .map(share -> m * share / PACKED_PARTS)
                    .flatMap(dsp -> buffers(format, k, m, dsp)));
  }

  private Stream<DesignPoint> buffers(NumberFormat format, int k, int m, int dsp) {
    return tokenDepth.stream()
        .flatMap(t -> postLanes.stream().map(p -> new int[] {t, p}))
        .flatMap(
            tp ->
                activationBufferWords.stream()
                    .flatMap(
                        words ->
                            axiDataWidth.stream()
                                .map(
                                    b ->
                                        new DesignPoint(
                                            format, k, m, dsp, tp[0], tp[1], words, b))));
  }

  private static boolean exists(DesignPoint point) {
    try {
      return PartShape.of(point).hasEstimate();
    } catch (UserError noSuchHardware) {
      return false;
    }
  }
}
