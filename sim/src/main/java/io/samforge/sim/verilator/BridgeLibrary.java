package io.samforge.sim.verilator;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the JNI bridge, one library for all models, and caches it by content. */
public final class BridgeLibrary {
  private static final String FILE = "libsamforge_bridge.so";

  private BridgeLibrary() {}

  /**
   * Returns the path of the bridge, compiling it on first use.
   *
   * @throws UserError when {@code g++} or the JDK's JNI headers are missing
   */
  public static Path obtain(BuildCache cache, Toolchain tools) {
    Path headers = jniHeaders();
    ContentHash hash = new ContentHash().add("kind", "bridge 1");
    hash.add("compiler", ToolVersions.of(cache, tools).compiler());
    hash.add("headers", headers.toString());
    NativeSources.addTo(hash, NativeSources.BRIDGE);
    return cache
        .obtain("bridge", hash.hex(), (work, kept) -> compile(tools, work, kept, headers))
        .resolve(FILE);
  }

  private static void compile(Toolchain tools, Path work, Path kept, Path headers)
      throws IOException {
    NativeSources.copyTo(work, NativeSources.BRIDGE);
    List<CompileJobs.Job> jobs = new ArrayList<>();
    List<String> link = new ArrayList<>(List.of("-shared", "-o", FILE));
    for (String source : NativeSources.BRIDGE) {
      if (!source.endsWith(".cpp")) {
        continue;
      }
      String object = source.replace(".cpp", ".o");
      List<String> arguments = new ArrayList<>(List.of("-std=gnu++17", "-O2", "-fPIC", "-Wall"));
      arguments.addAll(List.of("-I" + headers, "-I" + headers.resolve("linux")));
      arguments.addAll(List.of("-c", source, "-o", object));
      jobs.add(new CompileJobs.Job("g++", arguments));
      link.add(object);
    }
    link.add("-ldl");
    CompileJobs runner = new CompileJobs(tools, work, kept, "simulator bridge");
    runner.run(jobs);
    runner.run(List.of(new CompileJobs.Job("g++", link)));
  }

  private static Path jniHeaders() {
    Path include = Path.of(System.getProperty("java.home"), "include");
    if (!Files.exists(include.resolve("jni.h"))) {
      throw new UserError(
          "jni.h is missing in " + include + ": a full JDK is needed, run `make setup`");
    }
    return include;
  }
}
