package io.samforge.sim.tool;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cells of a design as Yosys counts them.
 *
 * @param cells number of cells by type; a type of Yosys's own word-level cells ends in its width,
 *     for example {@code $dff_16}
 */
public record CellCounts(Map<String, Integer> cells) {
  private static final String TOTALS = "\"design\":";
  private static final Pattern WORD_FLIP_FLOP = Pattern.compile("\\$[a-z]*dffs?r?e?_(\\d+)");

  /** Copies the map, sorted by type. */
  public CellCounts {
    cells = Collections.unmodifiableMap(new TreeMap<>(cells));
  }

  /** Reads the output of {@code stat -json}: the design with everything below its top. */
  public static CellCounts ofStatistics(String json) {
    // With several modules Yosys 0.23 forgets a brace in front of the totals, which come last.
    String totals = json.substring(json.lastIndexOf(TOTALS) + TOTALS.length());
    return ofJson(
        JsonParser.parseReader(new JsonReader(new StringReader(totals))).getAsJsonObject());
  }

  /** Reads the figures of one module or of a whole design. */
  static CellCounts ofJson(JsonObject figures) {
    Map<String, Integer> cells = new TreeMap<>();
    figures
        .getAsJsonObject("num_cells_by_type")
        .entrySet()
        .forEach(cell -> cells.put(cell.getKey(), cell.getValue().getAsInt()));
    return new CellCounts(cells);
  }

  /** Returns the number of cells of a type, 0 if there are none. */
  public int count(String type) {
    return cells.getOrDefault(type, 0);
  }

  /** Returns the number of cells whose type starts with a prefix, for example {@code LUT}. */
  public int countPrefix(String prefix) {
    return cells.entrySet().stream()
        .filter(cell -> cell.getKey().startsWith(prefix))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Returns the bits stored in flip-flops of a design that is not mapped to a device yet. */
  public long flipFlopBits() {
    long bits = 0;
    for (Map.Entry<String, Integer> cell : cells.entrySet()) {
      Matcher type = WORD_FLIP_FLOP.matcher(cell.getKey());
      if (type.matches()) {
        bits += (long) cell.getValue() * Integer.parseInt(type.group(1));
      }
    }
    return bits;
  }
}
