package io.samforge.arch.pack;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.StoredZip;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file form of a package: a zip with {@code manifest.json} and numbered parts (architecture,
 * section 14).
 *
 * <p>Equal packages give equal bytes; a file that is not exactly what saving its content would
 * write is refused.
 */
final class PackageFile {
  static final String FORMAT = "samforge-model";
  static final int VERSION = 2;
  static final String MANIFEST = "manifest.json";
  private static final String REBUILD = "; rebuild it with: make calib CONFIG=configs/NAME.json";

  private record Bits(int weights, int activations) {}

  /** Everything but the parts, which are known only when the rest is written. */
  private record Manifest(
      String format,
      int version,
      JsonElement config,
      String configHash,
      ModelOrigin model,
      Bits bits,
      Map<String, PackedFunction> functions,
      JsonObject calibration,
      List<PackageParts.Entry> parts) {}

  private PackageFile() {}

  static void save(ModelPackage model, Path file) {
    try {
      new AtomicFile(file).write(serialize(model));
    } catch (IOException e) {
      throw new UserError(file + ": the model package cannot be packed: " + e.getMessage(), e);
    }
  }

  static ModelPackage load(Path file) {
    byte[] bytes;
    try {
      bytes = StoredZip.load(file);
    } catch (NoSuchFileException e) {
      throw new UserError(
          file
              + ": there is no such model package; build it with: make calib"
              + " CONFIG=configs/NAME.json",
          e);
    } catch (IOException e) {
      throw new UserError(file + ": the model package cannot be read: " + e.getMessage(), e);
    }
    try {
      return parse(bytes);
    } catch (UserError e) {
      throw new UserError(file + ": " + e.getMessage(), e);
    }
  }

  static byte[] serialize(ModelPackage model) throws IOException {
    PackageParts parts = new PackageParts();
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(MANIFEST, manifest(model, parts));
    entries.putAll(parts.all());
    return StoredZip.write(entries);
  }

  /** Returns the manifest and collects the parts. */
  private static byte[] manifest(ModelPackage model, PackageParts parts) {
    AcceleratorConfig config = model.config();
    Gson gson = PackageJson.gson(config, parts);
    Manifest unlisted =
        new Manifest(
            FORMAT,
            VERSION,
            JsonParser.parseString(config.toJson()),
            config.hash(),
            model.model(),
            new Bits(config.weightBits(), config.activationBits()),
            model.functions(),
            model.calibration(),
            List.of());
    JsonObject tree = gson.toJsonTree(unlisted).getAsJsonObject();
    tree.add("parts", gson.toJsonTree(parts.entries()));
    return gson.toJson(tree).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a package.
   *
   * @throws UserError when these bytes are none
   */
  static ModelPackage parse(byte[] bytes) {
    try {
      Map<String, byte[]> entries = StoredZip.read(bytes);
      byte[] text = entries.remove(MANIFEST);
      if (text == null) {
        throw damaged("it has no " + MANIFEST, null);
      }
      JsonObject tree = tree(text);
      AcceleratorConfig config = config(tree);
      PackageParts parts = new PackageParts();
      Gson gson = PackageJson.gson(config, parts);
      List<PackageParts.Entry> listed =
          List.of(gson.fromJson(tree.get("parts"), PackageParts.Entry[].class));
      parts.addListed(listed, entries);
      Manifest manifest = gson.fromJson(tree, Manifest.class);
      parts.requireAllTaken();
      ModelPackage model =
          new ModelPackage(config, manifest.model, manifest.functions, manifest.calibration);
      if (!Arrays.equals(manifest(model, new PackageParts()), text)) {
        throw damaged(MANIFEST + " has other fields than it should", null);
      }
      return model;
    } catch (UserError e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw damaged(reason(e), e);
    }
  }

  private static JsonObject tree(byte[] text) {
    JsonElement parsed;
    try {
      parsed = JsonParser.parseString(new String(text, StandardCharsets.UTF_8));
    } catch (JsonParseException e) {
      throw damaged(MANIFEST + " is not valid JSON", e);
    }
    if (!(parsed instanceof JsonObject tree)
        || !tree.has("format")
        || !tree.get("format").isJsonPrimitive()
        || !tree.get("format").getAsString().equals(FORMAT)) {
      throw damaged(MANIFEST + " does not describe a model package", null);
    }
    if (!String.valueOf(tree.get("version")).equals(Integer.toString(VERSION))) {
      throw new UserError(
          "the model package has the format version %.20s; allowed: %d%s"
              .formatted(tree.get("version"), VERSION, REBUILD));
    }
    return tree;
  }

  private static AcceleratorConfig config(JsonObject tree) {
    AcceleratorConfig config =
        AcceleratorConfig.fromJson(String.valueOf(tree.get("config")), MANIFEST + ", config");
    if (!String.valueOf(tree.get("configHash")).equals("\"" + config.hash() + "\"")) {
      throw damaged("its config hash does not belong to its configuration", null);
    }
    return config;
  }

  /** Returns the first sentence that says something, of an error wrapped in others. */
  private static String reason(Throwable error) {
    Throwable deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null || message.isBlank()
        ? MANIFEST + " is incomplete"
        : message.lines().findFirst().orElseThrow();
  }

  static UserError damaged(String reason, Throwable cause) {
    return new UserError("the model package is damaged: " + reason + REBUILD, cause);
  }
}
