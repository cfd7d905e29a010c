package io.samforge.eval.energy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.sim.synth.Area;
import io.samforge.sim.synth.DesignArea;
import io.samforge.sim.synth.ModuleArea;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Areas that Yosys counted before, found by the hash of the configuration.
 *
 * <p>Those that come with the program are the file {@code areas.json}, written as {@code make area}
 * writes {@code area.json}.
 *
 * @param designs the designs as JSON
 */
public record RecordedAreas(List<JsonObject> designs) {
  private static final String RESOURCE = "areas.json";

  /** Copies the list. */
  public RecordedAreas {
    designs = List.copyOf(designs);
  }

  /** Returns the areas that come with the program. */
  public static RecordedAreas standard() {
    try (InputStream stream = RecordedAreas.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the areas of a file in front of these, or these alone if there is no such file.
   *
   * @throws UserError if the file cannot be read or is no report of areas
   */
  public RecordedAreas with(Path file) {
    if (!Files.exists(file)) {
      return this;
    }
    try {
      List<JsonObject> all = new ArrayList<>(parse(Files.readString(file)).designs);
      all.addAll(designs);
      return new RecordedAreas(all);
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException e) {
      throw new UserError(file + ": no report of make area; remove it or run make area", e);
    }
  }

  /** Returns the area of a configuration if it was counted. */
  public Optional<DesignArea> find(AcceleratorConfig config) {
    return designs.stream()
        .filter(design -> design.get("configHash").getAsString().equals(config.hash()))
        .findFirst()
        .map(design -> design(config, design));
  }

  private static RecordedAreas parse(String text) {
    List<JsonObject> designs = new ArrayList<>();
    for (JsonElement design :
        JsonParser.parseString(text).getAsJsonObject().getAsJsonArray("designs")) {
      designs.add(design.getAsJsonObject());
    }
    return new RecordedAreas(designs);
  }

  private static DesignArea design(AcceleratorConfig config, JsonObject json) {
    List<ModuleArea> modules = new ArrayList<>();
    for (JsonElement element : json.getAsJsonArray("modules")) {
      JsonObject module = element.getAsJsonObject();
      modules.add(
          new ModuleArea(
              module.get("module").getAsString(),
              module.get("instances").getAsLong(),
              area(module.getAsJsonObject("own")),
              area(module.getAsJsonObject("withChildren"))));
    }
    return new DesignArea(
        config,
        modules,
        area(json.getAsJsonObject("total")),
        json.get("tool").getAsString(),
        json.get("seconds").getAsDouble());
  }

  private static Area area(JsonObject json) {
    return new Area(
        json.get("lut").getAsLong(),
        json.get("ff").getAsLong(),
        json.get("dsp").getAsLong(),
        json.get("bram").getAsDouble());
  }
}
