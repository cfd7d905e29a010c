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
 * @param text its content
 */
public record VerilogSource(String name, String text) {
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_.$-]+\\.(v|sv|vh|svh)");

  /** Checks the file name. */
  public VerilogSource {
    if (!FILE_NAME.matcher(name).matches()) {
      throw new UserError(
          "Verilog source '" + name + "': the name must be a plain file name ending in .v or .sv");
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
