package io.samforge.sim.verilator;

import io.samforge.arch.UserError;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds the external programs a build or a cross-check needs and runs them with a log and a
 * deadline.
 *
 * @param searchPath folders to look in, separated like {@code PATH}
 */
public record Toolchain(String searchPath) {
  private static final long DEADLINE_MINUTES = 120;

  /** Requires a search path, which may be empty. */
  public Toolchain {
    if (searchPath == null) {
      throw new UserError("toolchain: no search path given");
    }
  }

  /** Returns the toolchain on this process's {@code PATH}. */
  public static Toolchain onPath() {
    String path = System.getenv("PATH");
    return new Toolchain(path == null ? "" : path);
  }

  /**
   * Returns the path of a program.
   *
   * @throws UserError when it is not on the search path; the message names the program and the
   *     command that installs it
   */
  public Path find(String program) {
    return located(program)
        .orElseThrow(() -> new UserError(program + " was not found on the PATH: run `make setup`"));
  }

  /**
   * Returns the first of several names of a program that is on the search path.
   *
   * @throws UserError when none is
   */
  public String firstOf(String... programs) {
    return Arrays.stream(programs)
        .filter(program -> located(program).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    String.join(" or ", programs)
                        + " was not found on the PATH: run `make setup-fpga`"));
  }

  private Optional<Path> located(String program) {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Returns the first line a program prints, for example its version. */
  public String firstLine(String program, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(program, List.of(arguments)));
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (InputStream output = process.getInputStream()) {
        String all = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        return all.lines().findFirst().orElse("");
      }
    } catch (IOException failure) {
      throw new UserError(program + " cannot be started: " + failure.getMessage());
    }
  }

  /**
   * Runs a program in a folder and appends the command line and all output to a log.
   *
   * @return the exit code
   */
  public int run(Path folder, Path log, String program, List<String> arguments) throws IOException {
    List<String> command = command(program, arguments);
    Files.writeString(log, "$ " + String.join(" ", command) + "\n", StandardCharsets.UTF_8);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      throw new IOException(program + " did not end within " + DEADLINE_MINUTES + " minutes");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + program + " was running");
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(find(program).toString());
    command.addAll(arguments);
    return command;
  }
}
