package io.samforge.arch.config;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.samforge.arch.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The JSON form of a configuration; strict, so that a misspelt field is never ignored. */
final class ConfigJson {
  private static final Set<String> TEXT_FIELDS = Set.of("name", "arithmetic", "board");
  private static final Set<String> NOT_HASHED = Set.of("name", "clockMHz", "board");

  private static final String DSP_LANES = "dspLanes";
  private static final String HALF_OUTPUTS = "halfOutputs";

  /**
   * Left out where they have these values: what was written before the fields existed keeps its
   * text and its hash.
   */
  private static final Map<String, Object> OPTIONAL = Map.of(DSP_LANES, 0, HALF_OUTPUTS, false);

  /** Every field in the order of the contract. */
  private static final List<String> FIELDS =
      List.of(
          "name",
          "weightBits",
          "activationBits",
          "arithmetic",
          "reductionLanes",
          "outputLanes",
          "tokenDepth",
          "groups",
          "postLanes",
          "maxInChannels",
          "activationBufferWords",
          "axiDataWidth",
          "dramMiB",
          "clockMHz",
          "board",
          DSP_LANES,
          HALF_OUTPUTS);

  private ConfigJson() {}

  static AcceleratorConfig load(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new UserError(file + ": there is no such configuration file", e);
    } catch (CharacterCodingException e) {
      throw new UserError(file + ": the configuration is not UTF-8 text", e);
    } catch (IOException e) {
      throw new UserError(file + ": the configuration cannot be read: " + e.getMessage(), e);
    }
  }

  static AcceleratorConfig parse(String json, String source) {
    try {
      return build(readFields(json));
    } catch (UserError e) {
      throw new UserError(source + ": " + e.getMessage(), e);
    } catch (MalformedJsonException | EOFException e) {
      throw new UserError(source + ": the configuration is not valid JSON: " + firstLine(e), e);
    } catch (IOException e) {
      throw new UserError(source + ": the configuration cannot be read: " + firstLine(e), e);
    }
  }

  static String pretty(AcceleratorConfig config) {
    return new GsonBuilder().setPrettyPrinting().create().toJson(object(config, Set.of())) + "\n";
  }

  static String canonical(AcceleratorConfig config) {
    return object(config, NOT_HASHED).toString();
  }

  static List<String> differences(AcceleratorConfig here, AcceleratorConfig there) {
    JsonObject a = object(here, NOT_HASHED);
    JsonObject b = object(there, NOT_HASHED);
    return FIELDS.stream()
        .filter(field -> !Objects.equals(a.get(field), b.get(field)))
        .map(field -> field + " is " + shown(a, field) + ", not " + shown(b, field))
        .toList();
  }

  private static String shown(JsonObject config, String field) {
    JsonElement value = config.get(field);
    return value == null ? OPTIONAL.get(field).toString() : value.getAsString();
  }

  private static JsonObject object(AcceleratorConfig c, Set<String> without) {
    JsonObject all = new JsonObject();
    all.addProperty("name", c.name());
    all.addProperty("weightBits", c.weightBits());
    all.addProperty("activationBits", c.activationBits());
    all.addProperty("arithmetic", c.arithmetic().name());
    all.addProperty("reductionLanes", c.reductionLanes());
    all.addProperty("outputLanes", c.outputLanes());
    all.addProperty("tokenDepth", c.tokenDepth());
    all.addProperty("groups", c.groups());
    all.addProperty("postLanes", c.postLanes());
    all.addProperty("maxInChannels", c.maxInChannels());
    all.addProperty("activationBufferWords", c.activationBufferWords());
    all.addProperty("axiDataWidth", c.axiDataWidth());
    all.addProperty("dramMiB", c.dramMiB());
    all.addProperty("clockMHz", c.clockMHz());
    all.addProperty("board", c.board());
    if (c.dspLanes() != 0) {
      all.addProperty(DSP_LANES, c.dspLanes());
    }
    if (c.halfOutputs()) {
      all.addProperty(HALF_OUTPUTS, true);
    }
    without.forEach(all::remove);
    return all;
  }

  private static Map<String, Object> readFields(String json) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(json));
    reader.setStrictness(Strictness.STRICT);
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      throw new UserError("the configuration is not a JSON object");
    }
    reader.beginObject();
    Map<String, Object> values = new HashMap<>();
    while (reader.hasNext()) {
      String field = reader.nextName();
      if (!FIELDS.contains(field)) {
        throw new UserError(
            "field \"" + field + "\" is unknown; allowed: " + String.join(", ", FIELDS));
      }
      if (values.containsKey(field)) {
        throw new UserError("field \"" + field + "\" is given twice");
      }
      values.put(field, value(reader, field));
    }
    reader.endObject();
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new UserError("there is text behind the end of the configuration");
    }
    for (String field : FIELDS) {
      if (!values.containsKey(field) && !OPTIONAL.containsKey(field)) {
        throw new UserError("field \"" + field + "\" is missing");
      }
    }
    OPTIONAL.forEach(values::putIfAbsent);
    return values;
  }

  private static Object value(JsonReader reader, String field) throws IOException {
    if (field.equals(HALF_OUTPUTS)) {
      return truth(reader, field);
    }
    return TEXT_FIELDS.contains(field) ? text(reader, field) : number(reader, field);
  }

  private static Boolean truth(JsonReader reader, String field) throws IOException {
    if (reader.peek() != JsonToken.BOOLEAN) {
      throw new UserError("field \"" + field + "\" is neither true nor false");
    }
    return reader.nextBoolean();
  }

  private static String text(JsonReader reader, String field) throws IOException {
    if (reader.peek() != JsonToken.STRING) {
      throw new UserError("field \"" + field + "\" is not a string in quotes");
    }
    return reader.nextString();
  }

  private static Integer number(JsonReader reader, String field) throws IOException {
    if (reader.peek() != JsonToken.NUMBER) {
      throw new UserError("field \"" + field + "\" is not a whole number");
    }
    String digits = reader.nextString();
    if (!digits.matches("-?[0-9]{1,9}")) {
      throw new UserError("field \"" + field + "\": " + digits + " is not a whole number in range");
    }
    return Integer.valueOf(digits);
  }

  private static AcceleratorConfig build(Map<String, Object> values) {
    return new AcceleratorConfig(
        (String) values.get("name"),
        (Integer) values.get("weightBits"),
        (Integer) values.get("activationBits"),
        arithmetic((String) values.get("arithmetic")),
        (Integer) values.get("reductionLanes"),
        (Integer) values.get("outputLanes"),
        (Integer) values.get("tokenDepth"),
        (Integer) values.get("groups"),
        (Integer) values.get("postLanes"),
        (Integer) values.get("maxInChannels"),
        (Integer) values.get("activationBufferWords"),
        (Integer) values.get("axiDataWidth"),
        (Integer) values.get("dramMiB"),
        (Integer) values.get("clockMHz"),
        (String) values.get("board"),
        (Integer) values.get(DSP_LANES),
        (Boolean) values.get(HALF_OUTPUTS));
  }

  private static Arithmetic arithmetic(String text) {
    for (Arithmetic value : Arithmetic.values()) {
      if (value.name().equals(text)) {
        return value;
      }
    }
    throw ConfigRules.notAllowed("arithmetic", ConfigRules.quoted(text), ConfigRules.ARITHMETICS);
  }

  private static String firstLine(Exception e) {
    return e.getMessage().lines().findFirst().orElse("unreadable");
  }
}
