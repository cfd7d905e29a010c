package io.samforge.eval.demo;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** The results of a demo as JSON; it holds no times, so equal inputs give equal text. */
final class ReportJson {
  private ReportJson() {}

  /** Indented JSON, ending with a newline. */
  static String of(DemoResult result) {
    JsonObject root = new JsonObject();
    root.addProperty("config", result.inputs().config().name());
    root.addProperty("configHash", result.inputs().config().hash());
    root.addProperty("block", result.capture().block());
    root.addProperty("photograph", result.inputs().photograph().source());
    JsonArray layers = new JsonArray();
    result.layers().forEach(layer -> layers.add(of(layer)));
    root.add("layers", layers);
    root.addProperty("elements", result.elements());
    root.addProperty("mismatches", result.mismatches());
    return new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create()
            .toJson(root)
        + "\n";
  }

  private static JsonObject of(LayerResult layer) {
    JsonObject json = new JsonObject();
    json.addProperty("name", layer.name());
    json.addProperty("configHash", layer.config().hash());
    json.addProperty("bits", layer.config().activationBits());
    json.addProperty("weightBits", layer.config().weightBits());
    json.addProperty("operand", layer.operand());
    json.addProperty("tokens", layer.tokens());
    json.addProperty("inChannels", layer.inChannels());
    json.addProperty("outChannels", layer.outChannels());
    json.addProperty("macs", layer.macs());
    json.addProperty("cycles", layer.cycles());
    json.addProperty("busyCycles", layer.counters().busy());
    json.addProperty("stallCycles", layer.counters().stall());
    json.addProperty("utilisation", layer.utilisation());
    json.addProperty("elements", layer.elements());
    json.addProperty("mismatches", layer.mismatches());
    addDecibels(json, "sqnrDb", layer.sqnrDb());
    addDecibels(json, "linearSqnrDb", layer.linearSqnrDb());
    return json;
  }

  /** JSON has no infinity, which is what a layer without noise or without signal has. */
  private static void addDecibels(JsonObject json, String name, double value) {
    json.add(name, Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
  }
}
