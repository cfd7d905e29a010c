package io.samforge.sim.synth;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.Toolchain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs scripts and constraints for Vivado in {@code tclsh}, with commands that only note how they
 * were called. A script is refused when its syntax is wrong, when it names a file, a port, a block
 * or a register that does not exist, or when it uses a command that is not known.
 *
 * @param tools where {@code tclsh} is found
 */
public record TclInterpreter(Toolchain tools) {
  private static final String COMMANDS = "vivado_commands.tcl";
  private static final String SEPARATOR = "\u001f";
  private static final Pattern REGISTER =
      Pattern.compile("^\\s*(?:\\(\\*.*?\\*\\)\\s*)?reg\\s+(?:\\[\\d+:0\\]\\s*)?(\\w+)\\s*;");

  /**
   * A command that was called.
   *
   * @param name its name
   * @param arguments its arguments
   */
  public record Call(String name, List<String> arguments) {
    /** Copies the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }

    /** Returns whether an option is among the arguments. */
    boolean has(String option) {
      return arguments.contains(option);
    }

    /** Returns the argument behind an option, or an empty text. */
    String after(String option) {
      int at = arguments.indexOf(option);
      return at < 0 || at + 1 == arguments.size() ? "" : arguments.get(at + 1);
    }

    /** Returns the names in the last argument. */
    List<String> objects() {
      return List.of(arguments.get(arguments.size() - 1).split(" "));
    }
  }

  /**
   * Runs a script.
   *
   * @param ports names that {@code get_ports} finds, besides those that the script makes itself
   * @param blockPorts ports of the module that becomes a block
   * @param verilog the text whose registers constraints may name
   * @return the calls in their order; the last one is {@code ports} with all names of ports
   * @throws UserError with the script's first mistake
   */
  public List<Call> run(Path script, List<String> ports, List<String> blockPorts, String verilog) {
    try {
      Path work = Files.createTempDirectory("samforge-tcl");
      Path calls = work.resolve("calls.txt");
      Path log = work.resolve("log.txt");
      try (InputStream in = TclInterpreter.class.getResourceAsStream(COMMANDS)) {
        Files.write(work.resolve(COMMANDS), in.readAllBytes());
      }
      Files.writeString(
          work.resolve("facts.tcl"),
          "set ports {"
              + String.join(" ", ports)
              + "}\n"
              + "set block_ports {"
              + String.join(" ", blockPorts)
              + "}\n"
              + "set registers {"
              + String.join(" ", registers(verilog))
              + "}\n");
      int status =
          tools.run(
              work,
              log,
              "tclsh",
              List.of(COMMANDS, "facts.tcl", calls.toString(), script.toAbsolutePath().toString()));
      if (status != 0) {
        List<String> lines = Files.readAllLines(log);
        throw new UserError(lines.get(Math.min(1, lines.size() - 1)));
      }
      return Files.readAllLines(calls).stream().map(TclInterpreter::call).toList();
    } catch (IOException failure) {
      throw new UserError("tclsh cannot be run: " + failure.getMessage(), failure);
    }
  }

  private static Call call(String line) {
    List<String> parts = List.of(line.split(SEPARATOR, -1));
    return new Call(parts.get(0), parts.subList(1, parts.size()));
  }

  private static Set<String> registers(String verilog) {
    Set<String> names = new TreeSet<>();
    for (String line : verilog.lines().toList()) {
      Matcher register = REGISTER.matcher(line);
      if (register.find()) {
        names.add(register.group(1));
      }
    }
    return names;
  }
}
