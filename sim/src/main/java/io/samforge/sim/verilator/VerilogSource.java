package io.samforge.sim.verilator;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * One Verilog file.
 *
 * @param name file name without folders, ending in {@code .v}, {@code .sv} or {@code .vh}
 * @param text its content; memories must be initialised in the text, because a model that reads
 *     files when it starts is not defined by its sources
 */
public record VerilogSource(String name, String text) {
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_.$-]+\\.(v|sv|vh|svh)");

  /** Checks the file name and refuses sources that read memory files. */
  public VerilogSource {
    if (!FILE_NAME.matcher(name).matches()) {
      throw new UserError(
          "Verilog source '" + name + "': the name must be a plain file name ending in .v or .sv");
    }
    if (text.contains("$readmem")) {
      throw new UserError(
          "Verilog source " + name + ": uses $readmem; initialise the memory in the source");
    }
  }

  /** Reads a file. */
  public static VerilogSource read(Path file) {
    try {
      return new VerilogSource(file.getFileName().toString(), Files.readString(file));
    } catch (IOException failure) {
      throw new UserError("Verilog source " + file + ": cannot be read: " + failure.getMessage());
    }
  }
}
