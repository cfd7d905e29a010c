package io.samforge.eval.explore;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.eval.energy.EnergyJson;
import io.samforge.eval.speed.NetworkCycles;
import io.samforge.sim.synth.Area;

/** The comparison by equal resources as JSON. */
public final class EqualJson {
  private EqualJson() {}

  /** Returns the whole; the headline's fields are repeated at its top. */
  public static JsonObject of(EqualEnergy energy) {
    EqualResources comparison = energy.comparison();
    JsonObject json = row(comparison, energy.headline());
    json.addProperty("device", EqualResources.DEVICE.name());
    json.addProperty("share", EqualResources.SHARE);
    json.addProperty("baselineCycles", comparison.baseline().cycles().cycles());
    JsonArray rows = new JsonArray();
    energy.rows().forEach(row -> rows.add(row(comparison, row)));
    json.add("rows", rows);
    return json;
  }

  private static JsonObject row(EqualResources comparison, EqualEnergy.Row modelled) {
    EqualResources.Row row = modelled.result();
    NetworkCycles cycles = row.cycles();
    Area area = row.sample().total();
    JsonObject json = new JsonObject();
    json.addProperty("speedup", comparison.speedup(row));
    json.addProperty("network", cycles.network().name());
    json.addProperty("engine", row.sample().point().format().name());
    json.addProperty("point", row.sample().point().key());
    json.addProperty("configHash", cycles.engine().config().hash());
    json.addProperty("verilog", row.sample().verilog());
    json.addProperty("tool", row.sample().tool());
    json.addProperty("multipliers", row.sample().point().multipliers());
    json.addProperty("latencyCycles", cycles.timing().latencyCycles());
    json.addProperty("bytesPerCycle", cycles.timing().bytesPerCycle());
    json.addProperty("lutUsed", area.lut());
    json.addProperty("ffUsed", area.ff());
    json.addProperty("dspUsed", area.dsp());
    json.addProperty("bramUsed", area.bram());
    json.addProperty("cycles", cycles.cycles());
    json.addProperty("memoryBytes", cycles.memoryBytes());
    json.addProperty("utilisation", cycles.utilisation());
    json.addProperty("watts", modelled.watts());
    EnergyJson.addInterval(json, "joules", modelled.joules());
    EnergyJson.addInterval(json, "energyRatio", modelled.ratio());
    JsonObject parts = new JsonObject();
    modelled.parts().parts().forEach(parts::addProperty);
    json.add("parts", parts);
    return json;
  }
}
