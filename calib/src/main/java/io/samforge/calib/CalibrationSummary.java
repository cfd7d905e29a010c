package io.samforge.calib;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.calib.quant.ChannelGroups;
import io.samforge.calib.quant.HluqSearch;
import java.util.List;
import java.util.Locale;

/** The parameters and the accuracy of a calibrated block as JSON. */
public final class CalibrationSummary {
  private CalibrationSummary() {}

  /**
   * Indented JSON of {@code block}, ending with a newline.
   *
   * @param accuracies one list for each chain, in order
   */
  public static String json(
      CalibratedBlock block, List<List<ChainAccuracy.LayerAccuracy>> accuracies) {
    AcceleratorConfig config = block.config();
    JsonObject root = new JsonObject();
    root.addProperty("config", config.name());
    root.addProperty("configHash", config.hash());
    root.addProperty("weightBits", config.weightBits());
    root.addProperty("activationBits", config.activationBits());
    root.addProperty("block", block.block());
    root.addProperty("photograph", block.photograph());
    JsonArray layers = new JsonArray();
    for (int i = 0; i < block.chains().size(); i++) {
      CalibratedChain chain = block.chains().get(i);
      for (int j = 0; j < chain.layers().size(); j++) {
        layers.add(layer(chain.name(), chain.layers().get(j), accuracies.get(i).get(j)));
      }
    }
    root.add("layers", layers);
    return new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            // The error of a layer without noise is an infinite number of decibels.
            .serializeSpecialFloatingPointValues()
            .create()
            .toJson(root)
        + "\n";
  }

  private static JsonObject layer(
      String chain, CalibratedLayer calibrated, ChainAccuracy.LayerAccuracy accuracy) {
    GemmLayer layer = calibrated.layer();
    JsonObject json = new JsonObject();
    json.addProperty("name", layer.name());
    json.addProperty("chain", chain);
    json.addProperty("tokens", layer.tokens());
    json.addProperty("inputs", layer.channels());
    json.addProperty("slots", layer.slots().slots());
    json.addProperty("outputs", layer.outputs());
    json.add("operand", operand(calibrated));
    json.addProperty("baseScale", layer.baseScale());
    json.add("outputScale", range(layer.scale()));
    json.addProperty("output", layer.output() instanceof CodeOutput ? "codes of GELU" : "floats");
    json.addProperty("linearSqnrDb", accuracy.linearDecibels());
    json.addProperty("outputSqnrDb", accuracy.outputDecibels());
    return json;
  }

  private static JsonObject operand(CalibratedLayer calibrated) {
    if (calibrated.choice() instanceof OperandChoice.Grouped grouped) {
      return grouped(calibrated.layer(), grouped);
    }
    return hybrid(calibrated.layer(), (OperandChoice.Hybrid) calibrated.choice());
  }

  private static JsonObject grouped(GemmLayer layer, OperandChoice.Grouped choice) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", "CAG");
    json.addProperty("metric", choice.metric().name().toLowerCase(Locale.ROOT));
    ChannelGroups groups = choice.groups();
    JsonArray list = new JsonArray();
    for (int g = 0; g < groups.groups().length; g++) {
      UniformParameters parameters = ((CagOperand) layer.operand()).groups().get(g);
      JsonObject group = new JsonObject();
      group.addProperty("channels", groups.size(g));
      group.addProperty("scale", parameters.scale());
      group.addProperty("wantedScale", groups.groups()[g].scale());
      group.addProperty("zeroPoint", parameters.zeroPoint());
      group.addProperty("multiplier", layer.multipliers()[g]);
      list.add(group);
    }
    json.add("groups", list);
    return json;
  }

  private static JsonObject hybrid(GemmLayer layer, OperandChoice.Hybrid choice) {
    HluqParameters parameters = ((HluqOperand) layer.operand()).parameters();
    HluqSearch.Candidate best = choice.search().best();
    JsonObject json = new JsonObject();
    json.addProperty("kind", "HLUQ");
    json.addProperty("rho", best.rho());
    json.addProperty("gamma", best.gamma());
    json.addProperty("nLog", parameters.nLog());
    json.addProperty("effectiveLog", parameters.effectiveLog());
    json.addProperty("offset", parameters.offset());
    json.addProperty("scaleLog", parameters.scaleLog());
    json.addProperty("wantedScaleLog", best.parameters().scaleLog());
    json.addProperty("scaleUniform", parameters.scaleUniform());
    json.addProperty("wantedScaleUniform", best.parameters().scaleUniform());
    json.addProperty("shiftMultiplier", layer.multipliers()[HluqOperand.SHIFT]);
    json.addProperty("uniformMultiplier", layer.multipliers()[HluqOperand.MULTIPLY]);
    JsonArray candidates = new JsonArray();
    for (HluqSearch.Candidate candidate : choice.search().all()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("rho", candidate.rho());
      entry.addProperty("gamma", candidate.gamma());
      entry.addProperty("outputMse", candidate.error());
      candidates.add(entry);
    }
    json.add("candidates", candidates);
    return json;
  }

  private static JsonObject range(float[] values) {
    float min = values[0];
    float max = values[0];
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    JsonObject json = new JsonObject();
    json.addProperty("min", min);
    json.addProperty("max", max);
    return json;
  }
}
