package io.samforge.sim.verilator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Verilator's own runtime, compiled once per tool version and linked into every model library.
 *
 * @param folder holds the object files and, for QUICK builds, a precompiled header
 * @param include Verilator's include folder
 */
record VerilatorRuntime(Path folder, Path include) {
  /** The runtime calls back instead of ending the process on $finish, $stop and $fatal. */
  private static final List<String> HOOKS =
      List.of("-DVL_USER_FINISH", "-DVL_USER_STOP", "-DVL_USER_FATAL");

  private static final List<String> UNITS =
      List.of("verilated", "verilated_threads", "verilated_fst_c");

  /** Flags every object of a model library shares; symbols stay private to the library. */
  static List<String> commonFlags(Path include) {
    return List.of(
        "-std=gnu++17",
        "-fPIC",
        "-fvisibility=hidden",
        "-fno-gnu-unique",
        "-w",
        "-I.",
        "-I" + include,
        "-I" + include.resolve("vltstd"));
  }

  static VerilatorRuntime obtain(BuildCache cache, Toolchain tools, ToolVersions versions) {
    Path include = versions.verilatorInclude();
    ContentHash hash = versions.hash().add("kind", "runtime 1");
    commonFlags(include).forEach(flag -> hash.add("flag", flag));
    Path folder =
        cache.obtain("runtime", hash.hex(), (work, kept) -> compile(tools, work, kept, include));
    return new VerilatorRuntime(folder, include);
  }

  private static void compile(Toolchain tools, Path work, Path kept, Path include)
      throws IOException {
    List<CompileJobs.Job> jobs = new ArrayList<>();
    for (String unit : UNITS) {
      List<String> arguments = new ArrayList<>(commonFlags(include));
      arguments.addAll(HOOKS);
      arguments.addAll(List.of("-O2", "-c", include.resolve(unit + ".cpp").toString()));
      arguments.addAll(List.of("-o", unit + ".o"));
      jobs.add(new CompileJobs.Job("g++", arguments));
    }
    List<String> header = new ArrayList<>(commonFlags(include));
    header.addAll(List.of(BuildOptions.Optimization.QUICK.flag(), "-x", "c++-header"));
    header.addAll(List.of(include.resolve("verilated.h").toString(), "-o", "verilated.h.gch"));
    jobs.add(new CompileJobs.Job("g++", header));
    new CompileJobs(tools, work, kept, "Verilator runtime").run(jobs);
  }

  /** Returns the objects to link, with the waveform writer only when it is wanted. */
  List<String> objects(boolean trace) {
    Stream<String> wanted = UNITS.stream().filter(unit -> trace || !unit.endsWith("fst_c"));
    return wanted.map(unit -> folder.resolve(unit + ".o").toString()).toList();
  }

  /** Returns the flags that make a QUICK compilation use the precompiled header. */
  List<String> precompiledHeader() {
    return Files.exists(folder.resolve("verilated.h.gch"))
        ? List.of("-include", folder.resolve("verilated.h").toString())
        : List.of();
  }
}
