package io.samforge.eval.speed;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.sim.cycles.MemoryTiming;
import java.util.List;

/** A comparison as JSON: the section {@code paperLanes} of {@code eval.json}. */
public final class LaneJson {
  private LaneJson() {}

  /**
   * Returns the section.
   *
   * @param slices what the Verilog confirmed
   */
  public static JsonObject of(LaneComparison comparison, List<RtlSlice> slices) {
    NetworkCycles headline = comparison.result("SAM-L", PaperEngines.HEADLINE, MemoryTiming.IDEAL);
    JsonObject json = new JsonObject();
    json.addProperty("speedup", comparison.headline());
    json.addProperty("network", headline.network().name());
    json.addProperty("engine", headline.engine().name());
    json.addProperty("baseline", PaperEngines.BASELINE);
    json.addProperty("cycles", headline.cycles());
    json.addProperty(
        "baselineCycles",
        comparison.result("SAM-L", PaperEngines.BASELINE, MemoryTiming.IDEAL).cycles());
    JsonArray rows = new JsonArray();
    comparison.results().forEach(result -> rows.add(row(comparison, result)));
    json.add("rows", rows);
    JsonArray confirmed = new JsonArray();
    slices.forEach(slice -> confirmed.add(slice(slice)));
    json.add("verilogSlices", confirmed);
    return json;
  }

  private static JsonObject slice(RtlSlice slice) {
    JsonObject json = new JsonObject();
    json.addProperty("engine", slice.engine().name());
    json.addProperty("latencyCycles", slice.timing().latencyCycles());
    json.addProperty("bytesPerCycle", slice.timing().bytesPerCycle());
    json.addProperty("layer", slice.layer().name());
    json.addProperty("macs", slice.layer().macs());
    json.addProperty("hardwareCycles", slice.hardware().cycles());
    json.addProperty("modelCycles", slice.model().cycles());
    json.addProperty("allCountersEqual", slice.confirmed());
    return json;
  }

  private static JsonObject row(LaneComparison comparison, NetworkCycles result) {
    JsonObject json = new JsonObject();
    json.addProperty("network", result.network().name());
    json.addProperty("engine", result.engine().name());
    json.addProperty("config", result.engine().config().name());
    json.addProperty("configHash", result.engine().config().hash());
    json.addProperty("lanes", result.engine().lanes());
    json.addProperty("latencyCycles", result.timing().latencyCycles());
    json.addProperty("bytesPerCycle", result.timing().bytesPerCycle());
    json.addProperty("macs", result.network().macs());
    json.addProperty("cycles", result.cycles());
    json.addProperty("memoryBytes", result.memoryBytes());
    json.addProperty("utilisation", result.utilisation());
    json.addProperty("speedup", comparison.speedup(result));
    json.add("budget", budget(result.budget()));
    JsonArray steps = new JsonArray();
    result.steps().forEach(step -> steps.add(step(step)));
    json.add("steps", steps);
    return json;
  }

  private static JsonObject step(StepCycles step) {
    JsonObject json = new JsonObject();
    json.addProperty("name", step.layer().name());
    json.addProperty("macs", step.layer().macs());
    json.addProperty("cycles", step.counters().cycles());
    return json;
  }

  private static JsonObject budget(CycleBudget budget) {
    JsonObject json = new JsonObject();
    json.addProperty("useful", budget.useful());
    json.addProperty("copies", budget.copies());
    json.addProperty("reductionPadding", budget.reductionPadding());
    json.addProperty("outputPadding", budget.outputPadding());
    json.addProperty("shortPasses", budget.shortPasses());
    json.addProperty("weightLoads", budget.weightLoads());
    json.addProperty("activationLoads", budget.activationLoads());
    json.addProperty("drains", budget.drains());
    json.addProperty("ends", budget.ends());
    json.addProperty("commands", budget.commands());
    return json;
  }
}
