package io.samforge.sim.verilator;

import io.samforge.arch.UserError;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The Verilog of one design and the name of its top module.
 *
 * @param top name of the top module
 * @param sources files in the order in which they are read; names must differ, and memories must be
 *     initialised in the text, because a model that reads files when it starts is not defined by
 *     its sources
 */
public record ModelSource(String top, List<VerilogSource> sources) {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  /** Checks the names and refuses sources that read memory files. */
  public ModelSource {
    sources = List.copyOf(sources);
    if (!IDENTIFIER.matcher(top).matches()) {
      throw new UserError("top module '" + top + "': not a Verilog identifier");
    }
    if (sources.isEmpty()) {
      throw new UserError("top module " + top + ": no Verilog sources given");
    }
    long names = sources.stream().map(VerilogSource::name).distinct().count();
    if (names != sources.size()) {
      throw new UserError("top module " + top + ": two Verilog sources have the same file name");
    }
    for (VerilogSource source : sources) {
      if (source.text().contains("$readmem")) {
        throw new UserError(
            "Verilog source "
                + source.name()
                + ": uses $readmem; initialise the memory in the source");
      }
    }
  }

  /** Reads the given files. */
  public static ModelSource files(String top, Path... files) {
    return new ModelSource(top, Arrays.stream(files).map(VerilogSource::read).toList());
  }

  /** Takes Verilog text directly. */
  public static ModelSource text(String top, String verilog) {
    return new ModelSource(top, List.of(new VerilogSource(top + ".v", verilog)));
  }
}
