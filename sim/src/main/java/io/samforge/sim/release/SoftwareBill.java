package io.samforge.sim.release;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.arch.Sha256;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import java.util.Map;

/**
 * The bill of materials of a release as CycloneDX 1.5: the accelerator, its files with their
 * SHA-256, and the library that wrote the Verilog. It has no date and no serial number, so that the
 * same release has the same bill.
 */
final class SoftwareBill {
  private static final String LICENCE = "Apache-2.0";

  private SoftwareBill() {}

  static String json(AcceleratorConfig config, Map<String, byte[]> files) {
    JsonObject bill = new JsonObject();
    bill.addProperty("bomFormat", "CycloneDX");
    bill.addProperty("specVersion", "1.5");
    bill.addProperty("version", 1);
    JsonObject metadata = new JsonObject();
    JsonObject accelerator =
        component("firmware", "samforge-" + config.name(), RtlGenerator.VERSION, LICENCE);
    accelerator.addProperty("description", "configuration hash " + config.hash());
    metadata.add("component", accelerator);
    JsonObject tools = new JsonObject();
    JsonArray generators = new JsonArray();
    generators.add(component("application", "samforge", RtlGenerator.VERSION, LICENCE));
    generators.add(component("library", "SpinalHDL", spinalVersion(), "LGPL-3.0-only"));
    tools.add("components", generators);
    metadata.add("tools", tools);
    bill.add("metadata", metadata);
    JsonArray components = new JsonArray();
    files.forEach(
        (name, content) -> {
          JsonObject file = component("file", name, RtlGenerator.VERSION, LICENCE);
          JsonObject hash = new JsonObject();
          hash.addProperty("alg", "SHA-256");
          hash.addProperty("content", Sha256.of(content));
          JsonArray hashes = new JsonArray();
          hashes.add(hash);
          file.add("hashes", hashes);
          components.add(file);
        });
    bill.add("components", components);
    return new GsonBuilder().setPrettyPrinting().create().toJson(bill) + "\n";
  }

  private static String spinalVersion() {
    String version = spinal.core.SpinalConfig.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static JsonObject component(String type, String name, String version, String licence) {
    JsonObject component = new JsonObject();
    component.addProperty("type", type);
    component.addProperty("name", name);
    component.addProperty("version", version);
    JsonObject id = new JsonObject();
    id.addProperty("id", licence);
    JsonObject wrapped = new JsonObject();
    wrapped.add("license", id);
    JsonArray licences = new JsonArray();
    licences.add(wrapped);
    component.add("licenses", licences);
    return component;
  }
}
