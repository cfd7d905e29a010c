package io.samforge.calib.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.plan.Recipe;
import io.samforge.calib.plan.SamCalibration;
import io.samforge.calib.plan.StepQuality;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a calibration tells about itself: {@code calibration.json} and {@code calibration.html}.
 *
 * @param model what the model is called
 * @param config the accelerator
 * @param recipe how the model was quantised
 * @param images what it was quantised with
 */
public record CalibrationReport(
    String model, AcceleratorConfig config, Recipe recipe, CalibrationImages images) {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .setPrettyPrinting()
          .create();

  /** The summary that a package carries. */
  public JsonObject json(List<StepQuality> qualities) {
    JsonObject json = new JsonObject();
    json.add("recipe", GSON.toJsonTree(recipe));
    JsonArray names = new JsonArray();
    images.calibration().forEach(image -> names.add(image.name()));
    json.add("images", names);
    JsonArray steps = new JsonArray();
    qualities.forEach(step -> steps.add(new Rounded(step).json()));
    json.add("steps", steps);
    return json;
  }

  /**
   * Writes numbers and page.
   *
   * @return the page
   */
  public Path write(Path folder, Map<String, SamCalibration.Calibrated> functions) {
    List<StepQuality> qualities =
        functions.values().stream().flatMap(f -> f.qualities().stream()).toList();
    JsonObject json = new JsonObject();
    json.addProperty("config", config.name());
    json.addProperty("configHash", config.hash());
    json.addProperty("bits", config.activationBits());
    json(qualities).entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
    new AtomicFile(folder.resolve("calibration.json")).write(GSON.toJson(json) + "\n");
    Path page = folder.resolve("calibration.html");
    new AtomicFile(page).write(new CalibrationPage(this, functions).html());
    return page;
  }

  /** A step with decibels of two digits, so that the summary is short. */
  private record Rounded(StepQuality step) {
    JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("function", step.function());
      json.addProperty("step", step.step());
      json.addProperty("kind", step.kind());
      json.addProperty("operand", step.operand());
      json.addProperty("groups", step.groups());
      json.addProperty("nLog", step.nLog());
      json.addProperty("channels", step.channels());
      json.addProperty("slots", step.slots());
      json.addProperty("macs", step.macs());
      json.addProperty("inputSqnrDb", decibels(step.inputDecibels()));
      json.addProperty("operandSqnrDb", decibels(step.operandDecibels()));
      json.addProperty("weightSqnrDb", decibels(step.weightDecibels()));
      json.addProperty("outputSqnrDb", decibels(step.outputDecibels()));
      json.addProperty("clippedShare", Math.rint(step.clippedShare() * 1e6) / 1e6);
      return json;
    }

    /** An input without noise has infinitely many, which JSON cannot hold. */
    private static Double decibels(double value) {
      return Double.isFinite(value) ? Math.rint(value * 100) / 100 : null;
    }
  }
}
