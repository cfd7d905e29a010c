package io.samforge.sim.mutate;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit with all its mutants in one netlist: input {@value #SELECT} chooses one of them, 0 none.
 *
 * @param source the netlist as Verilog
 * @param mutants the mutants, in the order of their numbers
 */
public record MutantDesign(ModelSource source, List<Mutant> mutants) {
  /** The input that chooses the mutant. */
  public static final String SELECT = "mutant_select";

  private static final int SELECT_BITS = 16;
  private static final Pattern SOURCE_LINE = Pattern.compile("-src unit\\.v:(\\d+)\\.");

  /** Copies the list. */
  public MutantDesign {
    mutants = List.copyOf(mutants);
  }

  /**
   * Makes mutants with Yosys: inverted, constant and flipped bits at the pins of cells.
   *
   * @param folder where scripts and logs are kept
   * @param count how many to make at most; a small unit has fewer
   * @param seed which of all possible ones
   */
  public static MutantDesign of(
      UnitCheck check, int count, long seed, Path folder, Toolchain tools) {
    try {
      Files.createDirectories(folder);
      String verilog = check.verilog();
      Files.writeString(folder.resolve("unit.v"), verilog);
      yosys(
          tools,
          folder,
          "read_verilog -sv unit.v",
          "hierarchy -check -top " + check.module(),
          "proc",
          "memory",
          // What reaches no output is not there after this: a fault in it would be none.
          "opt",
          "wreduce",
          "opt_clean",
          "mutate -list " + count + " -seed " + seed + " -o mutants.txt",
          "write_rtlil unit.il");
      List<Mutant> mutants = mutants(Files.readAllLines(folder.resolve("mutants.txt")), verilog);
      Files.writeString(folder.resolve("mutate.ys"), script(mutants));
      yosys(tools, folder, "script mutate.ys");
      String text = Files.readString(folder.resolve("mutants.v"));
      return new MutantDesign(ModelSource.text(check.module(), text), mutants);
    } catch (IOException failure) {
      throw new UserError(folder + ": " + failure.getMessage(), failure);
    }
  }

  private static String script(List<Mutant> mutants) {
    StringBuilder script = new StringBuilder("read_rtlil unit.il\n");
    for (Mutant mutant : mutants) {
      script.append(
          String.format(
              "%s -ctrl %s %d %d%n", mutant.command(), SELECT, SELECT_BITS, mutant.number()));
    }
    return script.append("opt_clean\nwrite_verilog -noattr mutants.v\n").toString();
  }

  private static List<Mutant> mutants(List<String> commands, String verilog) {
    List<String> lines = verilog.lines().toList();
    List<Mutant> mutants = new ArrayList<>();
    for (String command : commands) {
      Matcher source = SOURCE_LINE.matcher(command);
      String place = source.find() ? lines.get(Integer.parseInt(source.group(1)) - 1).strip() : "";
      mutants.add(new Mutant(mutants.size() + 1, command, place));
    }
    return mutants;
  }

  private static void yosys(Toolchain tools, Path folder, String... script) throws IOException {
    Path log = folder.resolve("yosys.log");
    int status = tools.run(folder, log, "yosys", List.of("-q", "-p", String.join("; ", script)));
    if (status != 0) {
      List<String> lines = Files.readAllLines(log);
      throw new UserError("yosys makes no mutants: " + lines.get(lines.size() - 1));
    }
  }
}
