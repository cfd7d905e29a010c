package io.samforge.host.stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.host.run.CodeListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts, for one picture at a time, how many codes of each step lie at the ends of their range,
 * and compares the shares with those of the pictures that the package was calibrated with.
 *
 * <p>A quantiser fails quietly: a value outside of its range gets the last code. So a picture
 * unlike those of the calibration shows in these shares. The host counts the codes that it makes:
 * the first operand of every chain and the left sides of products. Those that the accelerator
 * delivers for itself it counts too. Used by one thread.
 */
public final class RangeWatch implements CodeListener {
  /** The field of the package's calibration that holds the shares, by step. */
  public static final String FIELD = "ranges";

  /** A share may leave the calibrated range by a quarter of its width and 0.005 of all codes. */
  private static final double SLACK = 0.005;

  /** So many of a hundred steps outside of their bands make a picture unusual. */
  private static final int UNUSUAL_PERCENT = 8;

  private static final int PERCENT = 100;

  private final JsonObject bands;
  private final Map<String, CodeEnds> counts = new LinkedHashMap<>();

  /**
   * The steps of a picture outside of their bands.
   *
   * @param layers their names; null without bands in the package
   * @param unusual whether they are more than 8 % of all steps with a band; null likewise
   */
  public record Report(List<String> layers, Boolean unusual) {
    /**
     * Returns whether a picture is unusual by its steps or by its colours.
     *
     * @param colours its score, see {@link ColourWatch}; null without one
     * @return null when neither is known
     */
    public Boolean unusual(Double colours) {
      return unusual == null && colours == null
          ? null
          : Boolean.TRUE.equals(unusual) || ColourWatch.negative(colours);
    }
  }

  /** Reads the bands of a package, if it has any. */
  public RangeWatch(ModelPackage model) {
    this.bands =
        model.calibration().get(FIELD) instanceof JsonObject object ? object : new JsonObject();
  }

  /** Forgets the last picture. */
  public void begin() {
    counts.clear();
  }

  @Override
  public void counted(String step, CodeEnds ends) {
    counts.merge(step, ends, CodeEnds::plus);
  }

  /** Returns the shares of the lowest and of the highest code of every step, each 0..1. */
  public Map<String, double[]> shares() {
    Map<String, double[]> shares = new LinkedHashMap<>();
    counts.forEach(
        (step, count) ->
            shares.put(
                step,
                new double[] {
                  (double) count.lowest() / count.codes(), (double) count.highest() / count.codes()
                }));
    return shares;
  }

  /**
   * Returns what calibration records: for every step the least and the most share of its lowest
   * code, and of its highest.
   *
   * @param pictures the shares of each calibration picture
   */
  public static JsonObject bands(List<Map<String, double[]>> pictures) {
    Map<String, double[]> all = new LinkedHashMap<>();
    for (Map<String, double[]> shares : pictures) {
      shares.forEach(
          (step, share) -> {
            double[] band =
                all.computeIfAbsent(
                    step, name -> new double[] {share[0], share[0], share[1], share[1]});
            band[0] = Math.min(band[0], share[0]);
            band[1] = Math.max(band[1], share[0]);
            band[2] = Math.min(band[2], share[1]);
            band[3] = Math.max(band[3], share[1]);
          });
    }
    JsonObject bands = new JsonObject();
    all.forEach(
        (step, band) -> {
          JsonArray numbers = new JsonArray();
          for (double number : band) {
            numbers.add(number);
          }
          bands.add(step, numbers);
        });
    return bands;
  }

  /** Compares the shares of a picture with the bands. */
  public Report report() {
    if (bands.size() == 0) {
      return new Report(null, null);
    }
    List<String> outside = new ArrayList<>();
    int compared = 0;
    for (Map.Entry<String, double[]> entry : shares().entrySet()) {
      JsonElement band = bands.get(entry.getKey());
      if (band instanceof JsonArray numbers) {
        compared++;
        if (outside(entry.getValue()[0], numbers, 0) || outside(entry.getValue()[1], numbers, 2)) {
          outside.add(entry.getKey());
        }
      }
    }
    return new Report(outside, outside.size() * PERCENT > UNUSUAL_PERCENT * compared);
  }

  private static boolean outside(double share, JsonArray band, int first) {
    double least = band.get(first).getAsDouble();
    double most = band.get(first + 1).getAsDouble();
    double slack = SLACK + (most - least) / 4;
    return share < least - slack || share > most + slack;
  }
}
