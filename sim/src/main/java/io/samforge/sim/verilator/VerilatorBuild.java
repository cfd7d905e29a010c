package io.samforge.sim.verilator;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns Verilog into a model library: runs Verilator, compiles its C++ with the fixed glue, links,
 * and caches the result by the SHA-256 of everything that went into it.
 *
 * <p>Safe to use from several threads and processes at once: the same content is built once.
 *
 * @param cache where results are kept
 * @param tools where {@code verilator} and {@code g++} are found
 */
public record VerilatorBuild(BuildCache cache, Toolchain tools) {
  static final String LIBRARY = "model.so";

  // Wide speed-ups measured on arrays of multipliers; lint belongs to the generator's own checks.
  private static final List<String> VERILATOR_FLAGS =
      List.of(
          "--cc",
          "-O3",
          "--x-assign",
          "fast",
          "--x-initial",
          "fast",
          "--noassert",
          "--output-split",
          "5000",
          "--output-split-cfuncs",
          "500",
          "-Wno-fatal",
          "-Wno-lint",
          "-Wno-style",
          "--prefix",
          "Vmodel",
          "--Mdir",
          ".");

  /** Returns the builder with the standard cache and the tools on the {@code PATH}. */
  public static VerilatorBuild standard() {
    return new VerilatorBuild(BuildCache.standard(), Toolchain.onPath());
  }

  /**
   * Returns the library for a design, from the cache when it was built before.
   *
   * @throws UserError when a tool is missing or refuses the design; the message has the tool's
   *     first error line and the path of the log
   */
  public ModelLibrary build(ModelSource source, BuildOptions options) {
    ToolVersions versions = ToolVersions.of(cache, tools);
    String hash = hash(versions, source, options);
    Path folder =
        cache.obtain(
            "verilator",
            hash,
            (work, kept) -> {
              String what = "top module " + source.top();
              compile(new CompileJobs(tools, work, kept, what), versions, source, options);
            });
    return new ModelLibrary(source, options, folder, this);
  }

  private static String hash(ToolVersions versions, ModelSource source, BuildOptions options) {
    ContentHash hash = versions.hash().add("kind", "model 1").add("top", source.top());
    hash.add("optimization", options.optimization().name());
    hash.add("trace", Boolean.toString(options.trace()));
    VERILATOR_FLAGS.forEach(flag -> hash.add("flag", flag));
    options.verilatorFlags().forEach(flag -> hash.add("extra flag", flag));
    options.configLines().forEach(line -> hash.add("config", line));
    source.sources().forEach(file -> hash.add(file.name(), file.text()));
    NativeSources.addTo(hash, NativeSources.GLUE);
    return hash.hex();
  }

  private void compile(
      CompileJobs jobs, ToolVersions versions, ModelSource source, BuildOptions options)
      throws IOException {
    Path work = jobs.folder();
    VerilatorRuntime runtime = VerilatorRuntime.obtain(cache, tools, versions);
    jobs.run(List.of(verilate(work, source, options)));
    String header = Files.readString(work.resolve("Vmodel.h"));
    Files.writeString(
        work.resolve("ports.inc"),
        PortDeclarations.toInclude(PortDeclarations.parse(source.top(), header)));
    NativeSources.copyTo(work, NativeSources.GLUE);
    List<CompileUnit> units = CompileUnit.gather(work, options.optimization());
    jobs.run(units.stream().map(unit -> unit.job(runtime, options)).toList());
    jobs.run(List.of(link(units, runtime, options)));
    removeIntermediates(work);
  }

  private static CompileJobs.Job verilate(Path work, ModelSource source, BuildOptions options)
      throws IOException {
    List<String> arguments = new ArrayList<>(VERILATOR_FLAGS);
    arguments.addAll(List.of("--top-module", source.top()));
    arguments.addAll(options.verilatorFlags());
    if (options.trace()) {
      arguments.add("--trace-fst");
    }
    if (!options.configLines().isEmpty()) {
      String config = "`verilator_config\n" + String.join("\n", options.configLines()) + "\n";
      Files.writeString(work.resolve("model.vlt"), config);
      arguments.add("model.vlt");
    }
    for (VerilogSource file : source.sources()) {
      Files.writeString(work.resolve(file.name()), file.text());
      // Headers are only reached through `include, which looks in this folder.
      if (!file.name().endsWith("h")) {
        arguments.add(file.name());
      }
    }
    return new CompileJobs.Job("verilator", arguments);
  }

  private static CompileJobs.Job link(
      List<CompileUnit> units, VerilatorRuntime runtime, BuildOptions options) {
    List<String> arguments = new ArrayList<>(List.of("-shared", "-Wl,-Bsymbolic", "-o", LIBRARY));
    units.forEach(unit -> arguments.add(unit.object()));
    arguments.addAll(runtime.objects(options.trace()));
    arguments.add("-pthread");
    if (options.trace()) {
      arguments.add("-lz");
    }
    return new CompileJobs.Job("g++", arguments);
  }

  private static void removeIntermediates(Path work) throws IOException {
    try (var files = Files.list(work)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.equals(LIBRARY) && !name.equals(CompileJobs.LOG)) {
          BuildCache.deleteTree(file);
        }
      }
    }
  }
}
