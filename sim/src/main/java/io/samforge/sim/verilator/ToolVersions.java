package io.samforge.sim.verilator;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The versions that decide whether a cached build may be used again.
 *
 * @param verilator what {@code verilator --version} prints
 * @param compiler what {@code g++ --version} prints
 * @param verilatorRoot Verilator's installation folder
 */
record ToolVersions(String verilator, String compiler, String verilatorRoot) {
  private static final String FILE = "versions.txt";

  /**
   * Asks the tools, or remembers what the same executables answered before: three processes at
   * every opening of a model would take longer than the model itself.
   *
   * @throws UserError when a tool is missing
   */
  static ToolVersions of(BuildCache cache, Toolchain tools) {
    ContentHash executables = new ContentHash().add("kind", "versions 1");
    for (String program : List.of("verilator", "verilator_bin", "g++")) {
      executables.add(program, identity(tools.find(program)));
    }
    Path folder =
        cache.obtain("tools", executables.hex(), (work, kept) -> ask(tools, work.resolve(FILE)));
    try {
      List<String> lines = Files.readAllLines(folder.resolve(FILE));
      return new ToolVersions(lines.get(0), lines.get(1), lines.get(2));
    } catch (IOException failure) {
      throw new UserError("tool versions in " + folder + ": " + failure.getMessage());
    }
  }

  private static void ask(Toolchain tools, Path file) throws IOException {
    String root = tools.firstLine("verilator", "--getenv", "VERILATOR_ROOT");
    if (!Files.exists(Path.of(root, "include", "verilated.h"))) {
      throw new UserError("verilator: verilated.h is missing in " + root + ": run `make setup`");
    }
    List<String> versions =
        List.of(
            tools.firstLine("verilator", "--version"), tools.firstLine("g++", "--version"), root);
    Files.write(file, versions);
  }

  // An update of a tool changes the size or the time of its executable.
  private static String identity(Path program) {
    try {
      Path real = program.toRealPath();
      return real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real).toMillis();
    } catch (IOException failure) {
      throw new UserError(program + ": cannot be read: " + failure.getMessage());
    }
  }

  /** Returns Verilator's include folder. */
  Path verilatorInclude() {
    return Path.of(verilatorRoot, "include");
  }

  /** Returns a hash that already contains the versions. */
  ContentHash hash() {
    return new ContentHash().add("verilator", verilator).add("compiler", compiler);
  }
}
