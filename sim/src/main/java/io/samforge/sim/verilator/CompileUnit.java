package io.samforge.sim.verilator;

import io.samforge.sim.verilator.BuildOptions.Optimization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One compiler invocation over several generated C++ files.
 *
 * <p>Verilator writes many small files that all include the same large headers; compiled in groups
 * the headers are parsed once per group. Code that runs only at start-up is never optimised.
 *
 * @param name base name of the unit's source and object file
 * @param startUpOnly whether the files run only when a model is created
 */
record CompileUnit(String name, boolean startUpOnly) {
  private static final long GROUP_BYTES = 250_000;

  /** Groups the generated C++ files of a folder and writes one including file per group. */
  static List<CompileUnit> gather(Path work, Optimization optimization) throws IOException {
    List<Path> sources;
    try (var files = Files.list(work)) {
      sources =
          files
              .filter(file -> file.getFileName().toString().endsWith(".cpp"))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList();
    }
    List<CompileUnit> units = new ArrayList<>();
    if (optimization == Optimization.QUICK) {
      group(work, sources, false, units);
      return units;
    }
    group(work, sources.stream().filter(file -> !isStartUp(file)).toList(), false, units);
    group(work, sources.stream().filter(CompileUnit::isStartUp).toList(), true, units);
    return units;
  }

  private static boolean isStartUp(Path file) {
    return file.getFileName().toString().endsWith("__Slow.cpp");
  }

  private static void group(Path work, List<Path> sources, boolean startUp, List<CompileUnit> units)
      throws IOException {
    StringBuilder includes = new StringBuilder();
    long bytes = 0;
    for (Path source : sources) {
      includes.append("#include \"").append(source.getFileName()).append("\"\n");
      bytes += Files.size(source);
      if (bytes >= GROUP_BYTES) {
        units.add(write(work, includes, startUp, units.size()));
        bytes = 0;
      }
    }
    if (!includes.isEmpty()) {
      units.add(write(work, includes, startUp, units.size()));
    }
  }

  private static CompileUnit write(Path work, StringBuilder includes, boolean startUp, int index)
      throws IOException {
    CompileUnit unit = new CompileUnit("unit" + index, startUp);
    Files.writeString(work.resolve(unit.name + ".cc"), includes);
    includes.setLength(0);
    return unit;
  }

  String object() {
    return name + ".o";
  }

  CompileJobs.Job job(VerilatorRuntime runtime, BuildOptions options) {
    Optimization level = startUpOnly ? Optimization.QUICK : options.optimization();
    List<String> arguments = new ArrayList<>();
    if (level == Optimization.QUICK) {
      arguments.addAll(runtime.precompiledHeader());
    }
    arguments.addAll(VerilatorRuntime.commonFlags(runtime.include()));
    arguments.add(level.flag());
    arguments.add("-DSAMFORGE_TRACE=" + (options.trace() ? 1 : 0));
    arguments.addAll(List.of("-c", name + ".cc", "-o", object()));
    return new CompileJobs.Job("g++", arguments);
  }
}
