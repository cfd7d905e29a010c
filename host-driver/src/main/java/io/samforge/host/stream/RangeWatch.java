package io.samforge.host.stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.samforge.arch.pack.ModelPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts, for one picture at a time, how many codes of each step lie at the ends of their range,
 * and compares the shares with those of the pictures that the package was calibrated with.
 *
 * <p>A quantiser fails quietly: a value outside of its range gets the last code. So a picture
 * unlike those of the calibration shows in these shares. Only codes that the host makes are
 * counted: the first operand of every chain and the left sides of products. Used by one thread.
 */
public final class RangeWatch {
  /** The field of the package's calibration that holds the shares. */
  public static final String FIELD = "ranges";

  /** A share may leave the calibrated range by half its width and a fiftieth of all codes. */
  private static final double SLACK = 0.02;

  /** So many of a hundred steps outside of their bands make a picture unusual. */
  private static final int UNUSUAL_PERCENT = 10;

  private static final int PERCENT = 100;

  private final int lastCode;
  private final JsonObject bands;
  private final Map<String, long[]> counts = new LinkedHashMap<>();

  /**
   * The layers of a picture outside of their bands.
   *
   * @param layers their names with what is found and allowed; null without bands in the package
   * @param unusual whether they are more than a tenth of all layers; null likewise
   */
  public record Report(List<String> layers, Boolean unusual) {}

  /** Reads the bands of a package, if it has any. */
  public RangeWatch(ModelPackage model) {
    this.lastCode = model.config().codes() - 1;
    this.bands =
        model.calibration().get(FIELD) instanceof JsonObject object ? object : new JsonObject();
  }

  /** Forgets the last picture. */
  public void begin() {
    counts.clear();
  }

  /** Counts the codes of a step. */
  public void encoded(String step, byte[][] codes) {
    long[] count = counts.computeIfAbsent(step, name -> new long[3]);
    for (byte[] row : codes) {
      for (byte code : row) {
        count[0] += code == 0 ? 1 : 0;
        count[1] += (code & 0xff) >= lastCode ? 1 : 0;
      }
      count[2] += row.length;
    }
  }

  /** Returns the shares of the lowest and of the highest code of every step. */
  public Map<String, double[]> shares() {
    Map<String, double[]> shares = new LinkedHashMap<>();
    counts.forEach(
        (step, count) ->
            shares.put(
                step, new double[] {(double) count[0] / count[2], (double) count[1] / count[2]}));
    return shares;
  }

  /** Compares the shares of a picture with the bands. */
  public Report report() {
    if (bands.size() == 0) {
      return new Report(null, null);
    }
    List<String> outside = new ArrayList<>();
    shares()
        .forEach(
            (step, share) -> {
              JsonElement band = bands.get(step);
              if (band != null && (differs(share, band, 0) || differs(share, band, 1))) {
                outside.add(step);
              }
            });
    return new Report(outside, outside.size() * PERCENT > UNUSUAL_PERCENT * counts.size());
  }

  private static boolean differs(double[] share, JsonElement band, int end) {
    double least = band.getAsJsonArray().get(2 * end).getAsDouble();
    double most = band.getAsJsonArray().get(2 * end + 1).getAsDouble();
    double slack = SLACK + (most - least) / 2;
    return share[end] < least - slack || share[end] > most + slack;
  }
}
