package io.samforge.rtl.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Writes down what was generated from what: no dates, so equal inputs give equal manifests. */
final class Manifest {
  /** Name of the file. */
  static final String FILE = "manifest.json";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final JsonObject root = new JsonObject();

  private Manifest(String top) {
    root.addProperty("generator", "samforge rtl-gen");
    root.addProperty("version", RtlGenerator.VERSION);
    root.addProperty("top", top);
  }

  /** Returns the manifest of an accelerator, without its files. */
  static Manifest ofAccelerator(AcceleratorConfig config) {
    Manifest manifest = new Manifest(RtlGenerator.TOP);
    manifest.root.addProperty("config", config.name());
    manifest.root.addProperty("configHash", config.hash());
    return manifest;
  }

  /** Returns the manifest of a unit, without its files. */
  static Manifest ofUnit(String name, Map<String, Integer> parameters) {
    Manifest manifest = new Manifest(name);
    JsonObject values = new JsonObject();
    parameters.forEach(values::addProperty);
    manifest.root.add("parameters", values);
    return manifest;
  }

  /**
   * Returns the text with modules and files listed.
   *
   * @param files content by file name
   */
  String json(List<ModuleLines> modules, Map<String, String> files) {
    JsonArray moduleList = new JsonArray();
    for (ModuleLines module : modules) {
      JsonObject entry = new JsonObject();
      entry.addProperty("name", module.name());
      entry.addProperty("lines", module.lines());
      moduleList.add(entry);
    }
    JsonArray fileList = new JsonArray();
    files.forEach(
        (name, content) -> {
          byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
          JsonObject entry = new JsonObject();
          entry.addProperty("name", name);
          entry.addProperty("bytes", bytes.length);
          entry.addProperty("sha256", sha256(bytes));
          fileList.add(entry);
        });
    JsonObject all = root.deepCopy();
    all.add("modules", moduleList);
    all.add("files", fileList);
    return GSON.toJson(all) + "\n";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
