package io.samforge.eval.explore;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.calib.report.TextColumns;
import io.samforge.sim.synth.Area;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a search found, as text and as JSON.
 *
 * @param exploration what was searched for
 * @param outcome what was found
 */
public record ExploreReport(Exploration exploration, Exploration.Outcome outcome) {
  private static final int SHOWN = 15;

  /** Returns the results that no other beats in speed and share of the device. */
  public List<PointResult> front() {
    return PointResult.front(outcome.results(), exploration.device());
  }

  /** Returns the results in the order of pictures for each joule, or look-up table without them. */
  List<PointResult> mostEfficient() {
    Comparator<PointResult> efficient =
        Comparator.comparingDouble(
            r ->
                r.joules().isPresent() ? r.joules().getAsDouble() : -r.imagesPerSecondAndKiloLut());
    return outcome.results().stream().sorted(efficient).toList();
  }

  /** Returns the lines of the tables. */
  public List<String> text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d points, %d fit %.0f %% of %s by estimate, %d computed: %s, memory %s, %d MHz assumed"
            .formatted(
                outcome.points(),
                outcome.fitting(),
                100 * exploration.share(),
                exploration.device().name(),
                outcome.results().size(),
                exploration.task().network(),
                exploration.task().dram() ? "19.2 GB/s" : "ideal",
                DesignPoint.CLOCK_MHZ));
    for (NumberFormat format : NumberFormat.values()) {
      add(lines, format + ", fastest:", of(format, outcome.results()));
      add(lines, format + ", most for their area or energy:", of(format, mostEfficient()));
    }
    return lines;
  }

  private void add(List<String> lines, String title, List<PointResult> results) {
    if (!results.isEmpty()) {
      lines.add("");
      lines.add(title);
      lines.addAll(table(results.stream().limit(SHOWN).toList()));
    }
  }

  private static List<PointResult> of(NumberFormat format, List<PointResult> results) {
    return results.stream().filter(r -> r.point().format() == format).toList();
  }

  private List<String> table(List<PointResult> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "point", "images/s", "LUT", "FF", "DSP", "BRAM", "share", "images/s/kLUT", "images/J"));
    for (PointResult r : results) {
      Area a = r.area();
      rows.add(
          List.of(
              r.point().key(),
              fixed("%.3f", r.speed().imagesPerSecond()),
              Long.toString(a.lut()),
              Long.toString(a.ff()),
              Long.toString(a.dsp()),
              fixed("%.1f", a.bram()),
              fixed("%.1f %%", 100 * exploration.device().share(a)),
              fixed("%.4f", r.imagesPerSecondAndKiloLut()),
              r.joules().isPresent() ? fixed("%.3f", 1 / r.joules().getAsDouble()) : "-"));
    }
    return TextColumns.lines(rows, 1);
  }

  private static String fixed(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Returns the content of {@code explore.json}. */
  public String json() {
    JsonObject json = new JsonObject();
    json.addProperty("network", exploration.task().network());
    json.addProperty("dram", exploration.task().dram());
    json.addProperty("device", exploration.device().name());
    json.addProperty("share", exploration.share());
    json.addProperty("clockMHz", DesignPoint.CLOCK_MHZ);
    json.addProperty("points", outcome.points());
    json.addProperty("fitting", outcome.fitting());
    List<PointResult> front = front();
    JsonArray results = new JsonArray();
    outcome.results().forEach(result -> results.add(result(result, front.contains(result))));
    json.add("results", results);
    return new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
  }

  private JsonObject result(PointResult result, boolean front) {
    JsonObject json = new JsonObject();
    json.addProperty("point", result.point().key());
    json.add("config", new GsonBuilder().create().toJsonTree(result.point()));
    json.addProperty("cycles", result.speed().cycles());
    json.addProperty("memoryBytes", result.speed().memoryBytes());
    json.addProperty("imagesPerSecond", result.speed().imagesPerSecond());
    json.addProperty("lut", result.area().lut());
    json.addProperty("ff", result.area().ff());
    json.addProperty("dsp", result.area().dsp());
    json.addProperty("bram", result.area().bram());
    json.addProperty("deviceShare", exploration.device().share(result.area()));
    result.joules().ifPresent(joules -> json.addProperty("joules", joules));
    json.addProperty("front", front);
    return json;
  }
}
