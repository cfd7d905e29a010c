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
import java.util.Set;

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

  /** Returns the results that no other beats in speed and energy. */
  public List<PointResult> energyFront() {
    return PointResult.energyFront(outcome.results());
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
      add(lines, format + ", fastest:", format, PointResult.FASTEST);
      add(lines, format + ", most for their area:", format, PointResult.SMALLEST);
      add(lines, format + ", most for their modelled energy:", format, PointResult.MOST_FRUGAL);
    }
    return lines;
  }

  private void add(
      List<String> lines, String title, NumberFormat format, Comparator<PointResult> order) {
    List<PointResult> best =
        outcome.results().stream()
            .filter(r -> r.point().format() == format)
            .sorted(order)
            .limit(SHOWN)
            .toList();
    if (!best.isEmpty()) {
      lines.add("");
      lines.add(title);
      lines.addAll(table(best));
    }
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
              fixed("%.4f", r.imagesPerJoule())));
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
    Set<PointResult> front = Set.copyOf(front());
    Set<PointResult> energyFront = Set.copyOf(energyFront());
    JsonArray results = new JsonArray();
    for (PointResult result : outcome.results()) {
      JsonObject one = result(result);
      one.addProperty("front", front.contains(result));
      one.addProperty("energyFront", energyFront.contains(result));
      results.add(one);
    }
    json.add("results", results);
    return new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
  }

  private JsonObject result(PointResult result) {
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
    json.addProperty("joules", result.joules());
    json.addProperty("imagesPerJoule", result.imagesPerJoule());
    return json;
  }
}
