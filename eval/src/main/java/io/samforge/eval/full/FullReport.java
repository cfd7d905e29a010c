package io.samforge.eval.full;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The findings of a simulation for people and for programs. */
final class FullReport {
  /** The head of the table of units. */
  static final List<String> HEAD =
      List.of("unit", "kind", "programs", "M MAC", "outputs", "cycles", "used", "mismatches");

  private FullReport() {}

  /** Returns one line for each unit and a summary. */
  static List<String> lines(FullResult result) {
    List<String> lines = new ArrayList<>();
    int width =
        Math.max(4, result.results().stream().mapToInt(r -> r.name().length()).max().orElse(4));
    String row = "%-" + width + "s  %-7s  %8s  %9s  %11s  %10s  %6s  %10s";
    lines.add(String.format(row, HEAD.toArray()));
    cells(result).forEach(cells -> lines.add(String.format(row, cells.toArray())));
    result.missing().forEach((name, reason) -> lines.add(name + ": not simulated: " + reason));
    lines.add(summary(result));
    return lines;
  }

  /** Returns the cells of the table of units, under {@link #HEAD}. */
  static List<List<String>> cells(FullResult result) {
    return result.results().stream()
        .map(
            unit ->
                List.of(
                    unit.name(),
                    unit.kind(),
                    Integer.toString(unit.programs()),
                    String.format(Locale.ROOT, "%.1f", unit.macs() / 1e6),
                    Long.toString(unit.elements()),
                    Long.toString(unit.counters().cycles()),
                    String.format(
                        Locale.ROOT, "%.1f%%", 100 * unit.utilisation(result.model().config())),
                    Long.toString(unit.mismatches())))
        .toList();
  }

  /** Returns what was found in one line. */
  static String summary(FullResult result) {
    return String.format(
        Locale.ROOT,
        "%d of %d units, %d mismatches in %d outputs, %.2f G multiply-adds, %d cycles, %.1f%%"
            + " of the array used",
        result.results().size(),
        result.units(),
        result.mismatches(),
        result.elements(),
        result.macs() / 1e9,
        result.cycles(),
        100 * result.utilisation());
  }

  /** Returns indented JSON, ending with a newline. */
  static String json(FullResult result, String photograph) {
    JsonObject root = new JsonObject();
    root.addProperty("config", result.model().config().name());
    root.addProperty("configHash", result.model().config().hash());
    root.addProperty("model", result.model().model().name());
    root.addProperty("function", result.function());
    root.addProperty("photograph", photograph);
    root.addProperty("units", result.units());
    root.addProperty("simulated", result.results().size());
    root.addProperty("elements", result.elements());
    root.addProperty("mismatches", result.mismatches());
    root.addProperty("macs", result.macs());
    root.addProperty("cycles", result.cycles());
    root.addProperty("utilisation", result.utilisation());
    JsonArray units = new JsonArray();
    for (UnitResult unit : result.results()) {
      JsonObject json = new GsonBuilder().create().toJsonTree(unit).getAsJsonObject();
      json.addProperty("utilisation", unit.utilisation(result.model().config()));
      units.add(json);
    }
    root.add("results", units);
    JsonObject missing = new JsonObject();
    result.missing().forEach(missing::addProperty);
    root.add("missing", missing);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(root) + "\n";
  }
}
