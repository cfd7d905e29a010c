package io.samforge.eval.area;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.sim.synth.Area;
import io.samforge.sim.synth.DesignArea;
import io.samforge.sim.synth.ModuleArea;
import java.util.List;

/** The areas of designs as JSON: the content of {@code area.json}. */
final class AreaJson {
  private AreaJson() {}

  /** Returns the whole file. */
  static JsonObject of(List<DesignArea> designs) {
    JsonArray array = new JsonArray();
    designs.forEach(design -> array.add(design(design)));
    JsonObject json = new JsonObject();
    json.add("designs", array);
    return json;
  }

  private static JsonObject design(DesignArea design) {
    AcceleratorConfig config = design.config();
    JsonObject json = new JsonObject();
    json.addProperty("config", config.name());
    json.addProperty("configHash", config.hash());
    json.addProperty("arithmetic", config.arithmetic().name());
    json.addProperty("weightBits", config.weightBits());
    json.addProperty("activationBits", config.activationBits());
    json.addProperty("reductionLanes", config.reductionLanes());
    json.addProperty("outputLanes", config.outputLanes());
    json.addProperty("multipliers", design.multipliers());
    json.add("total", area(design.total()));
    json.add("perMultiplier", perMultiplier(design));
    JsonArray modules = new JsonArray();
    design.modules().forEach(module -> modules.add(module(module)));
    json.add("modules", modules);
    json.addProperty("tool", design.tool());
    json.addProperty("seconds", design.seconds());
    return json;
  }

  private static JsonObject module(ModuleArea module) {
    JsonObject json = new JsonObject();
    json.addProperty("module", module.module());
    json.addProperty("instances", module.instances());
    json.add("own", area(module.own()));
    json.add("withChildren", area(module.withChildren()));
    return json;
  }

  private static JsonObject perMultiplier(DesignArea design) {
    double multipliers = design.multipliers();
    Area total = design.total();
    return area(
        total.lut() / multipliers,
        total.ff() / multipliers,
        total.dsp() / multipliers,
        total.bram() / multipliers);
  }

  private static JsonObject area(Area area) {
    return area(area.lut(), area.ff(), area.dsp(), area.bram());
  }

  private static JsonObject area(Number lut, Number ff, Number dsp, Number bram) {
    JsonObject json = new JsonObject();
    json.addProperty("lut", lut);
    json.addProperty("ff", ff);
    json.addProperty("dsp", dsp);
    json.addProperty("bram", bram);
    return json;
  }
}
