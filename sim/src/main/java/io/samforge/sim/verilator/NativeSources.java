package io.samforge.sim.verilator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The C++ files of the bridge and of the model glue, which travel as resources of this module. */
final class NativeSources {
  /** What a model library is compiled with. */
  static final List<String> GLUE = List.of("model_abi.h", "model_glue.cpp");

  /** What the JNI bridge is compiled from. */
  static final List<String> BRIDGE =
      List.of(
          "model_abi.h",
          "model.h",
          "model.cpp",
          "recorder.h",
          "recorder.cpp",
          "clocked_model.h",
          "clocked_model.cpp",
          "batch.h",
          "batch.cpp",
          "jni_support.h",
          "jni_model.cpp",
          "violation.h",
          "dram.h",
          "dram.cpp",
          "axi_ports.h",
          "axi_memory.h",
          "axi_memory.cpp",
          "axi_checker.h",
          "axi_checker.cpp",
          "axil_master.h",
          "axil_master.cpp",
          "accelerator.h",
          "accelerator.cpp",
          "jni_accelerator.cpp");

  private static final String FOLDER = "/io/samforge/sim/cpp/";

  private NativeSources() {}

  /** Adds the content of the files to a hash. */
  static void addTo(ContentHash hash, List<String> names) {
    names.forEach(name -> hash.add(name, read(name)));
  }

  /** Writes the files to a folder. */
  static void copyTo(Path folder, List<String> names) throws IOException {
    for (String name : names) {
      Files.writeString(folder.resolve(name), read(name));
    }
  }

  private static String read(String name) {
    try (InputStream resource = NativeSources.class.getResourceAsStream(FOLDER + name)) {
      if (resource == null) {
        throw new IllegalStateException("resource " + FOLDER + name + " is missing from the jar");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
