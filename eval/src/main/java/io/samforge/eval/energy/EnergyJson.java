package io.samforge.eval.energy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Modelled energies as JSON: what {@code eval.json} says of them in {@code paperLanes}. */
public final class EnergyJson {
  private EnergyJson() {}

  /** Adds the ratio of the headline with its interval, its cells, and a table of all rows. */
  public static void addTo(JsonObject paperLanes, LaneEnergy energy) {
    LaneEnergy.Row headline = energy.headline();
    addInterval(paperLanes, "energyRatio", headline.ratio());
    paperLanes.addProperty("lutUsed", headline.area().total().lut());
    paperLanes.addProperty("dspUsed", headline.area().total().dsp());
    JsonObject section = new JsonObject();
    section.addProperty(
        "basis",
        "modelled: cells by Yosys, toggles by Verilator, published energies of primitives;"
            + " intervals hold nine of ten samples of these energies");
    JsonArray rows = new JsonArray();
    energy.rows().forEach(row -> rows.add(row(row)));
    section.add("rows", rows);
    paperLanes.add("energy", section);
  }

  private static JsonObject row(LaneEnergy.Row row) {
    JsonObject json = new JsonObject();
    json.addProperty("network", row.result().network().name());
    json.addProperty("engine", row.result().engine().name());
    json.addProperty("latencyCycles", row.result().timing().latencyCycles());
    json.addProperty("bytesPerCycle", row.result().timing().bytesPerCycle());
    json.addProperty("ownActivity", row.ownActivity());
    json.addProperty("watts", row.watts());
    addInterval(json, "joules", row.joules());
    addInterval(json, "energyRatio", row.ratio());
    JsonObject parts = new JsonObject();
    row.parts().parts().forEach(parts::addProperty);
    json.add("parts", parts);
    json.addProperty("lutUsed", row.area().total().lut());
    json.addProperty("dspUsed", row.area().total().dsp());
    return json;
  }

  /** Adds a number under a name and its interval under the name with {@code Interval} behind. */
  public static void addInterval(JsonObject json, String name, Interval interval) {
    json.addProperty(name, interval.nominal());
    JsonArray range = new JsonArray();
    range.add(interval.low());
    range.add(interval.high());
    json.add(name + "Interval", range);
  }
}
