package io.samforge.sim.tool;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cells of a design whose hierarchy is kept, module by module as Yosys counts them: every
 * module once, however many instances it has.
 *
 * @param top name of the top module
 * @param modules cells of each module by its name; an instance of another module counts as a cell
 *     whose type is that module
 */
public record DesignCells(String top, Map<String, CellCounts> modules) {
  private static final String MODULES = "\"modules\":";

  /** Copies the map, sorted by name. */
  public DesignCells {
    modules = Collections.unmodifiableMap(new TreeMap<>(modules));
    if (!modules.containsKey(top)) {
      throw new IllegalArgumentException("no cells of top module " + top);
    }
  }

  /** Reads the output of {@code stat -json} without {@code -width}. */
  public static DesignCells ofStatistics(String top, String json) {
    // Behind the modules Yosys 0.23 writes the hierarchy as plain text, so only they are read.
    String text = json.substring(json.indexOf(MODULES) + MODULES.length());
    JsonObject read =
        JsonParser.parseReader(new JsonReader(new StringReader(text))).getAsJsonObject();
    Map<String, CellCounts> modules = new TreeMap<>();
    read.entrySet()
        .forEach(
            module ->
                modules.put(
                    module.getKey().replaceFirst("^\\\\", ""),
                    CellCounts.ofJson(module.getValue().getAsJsonObject())));
    return new DesignCells(top, modules);
  }

  /** Returns how many instances each module below the top has, the top itself included. */
  public Map<String, Long> instances() {
    Map<String, Long> instances = new TreeMap<>();
    count(top, 1, instances);
    return instances;
  }

  /** Returns the device's cells of one instance of a module, without the modules inside it. */
  public CellCounts own(String module) {
    Map<String, Integer> own = new TreeMap<>(modules.get(module).cells());
    own.keySet().removeAll(modules.keySet());
    return new CellCounts(own);
  }

  /** Returns the device's cells of one instance of a module and of everything inside it. */
  public CellCounts withChildren(String module) {
    Map<String, Integer> all = new TreeMap<>();
    modules
        .get(module)
        .cells()
        .forEach(
            (type, count) -> {
              if (modules.containsKey(type)) {
                withChildren(type)
                    .cells()
                    .forEach((cell, inner) -> all.merge(cell, count * inner, Integer::sum));
              } else {
                all.merge(type, count, Integer::sum);
              }
            });
    return new CellCounts(all);
  }

  private void count(String module, long times, Map<String, Long> instances) {
    instances.merge(module, times, Long::sum);
    modules
        .get(module)
        .cells()
        .forEach(
            (type, count) -> {
              if (modules.containsKey(type)) {
                count(type, times * count, instances);
              }
            });
  }
}
