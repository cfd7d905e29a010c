package io.samforge.sim.tool;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import io.samforge.sim.verilator.VerilogSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One run of an external tool on a design, in a temporary folder that it removes. */
final class ToolRun implements AutoCloseable {
  private final Toolchain tools;
  private final ModelSource source;
  private final Path folder;

  ToolRun(Toolchain tools, ModelSource source) {
    this.tools = tools;
    this.source = source;
    try {
      folder = Files.createTempDirectory("samforge-tool");
      for (VerilogSource file : source.sources()) {
        Files.writeString(folder.resolve(file.name()), file.text());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns the names of the files to read; headers are found through include. */
  List<String> fileNames() {
    return source.sources().stream()
        .map(VerilogSource::name)
        .filter(name -> !name.endsWith("h"))
        .toList();
  }

  /**
   * Runs the tool.
   *
   * @throws UserError with the first complaint when the tool is missing or refuses the design
   */
  void run(String program, List<String> arguments) {
    Path log = folder.resolve("tool.log");
    try {
      if (tools.run(folder, log, program, arguments) != 0) {
        throw new UserError(
            program + " refuses top module " + source.top() + ": " + firstComplaint(log));
      }
    } catch (IOException failure) {
      throw new UserError(program + " cannot be run: " + failure.getMessage(), failure);
    }
  }

  /** Returns the text of a file that the tool wrote. */
  String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String firstComplaint(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream()
        .filter(line -> line.matches("(?i)[%]?(warning|error)\\b.*"))
        .findFirst()
        .orElse(lines.get(lines.size() - 1));
  }

  @Override
  public void close() {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
