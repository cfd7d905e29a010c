package io.samforge.sim.synth;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.board.AmdShell;
import io.samforge.rtl.board.Board;
import io.samforge.rtl.board.IcebreakerShell;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Requires that no clock and no port of a board's top is unconstrained, that constraints name only
 * what exists, and that every constraint has its reason above it.
 */
public final class ConstraintCheck {
  private final Board board;
  private final AcceleratorConfig config;
  private final String verilog;
  private final List<TopPort> ports;

  /**
   * Prepares the check.
   *
   * @param verilog the board's top with everything below it
   */
  public ConstraintCheck(Board board, AcceleratorConfig config, String verilog) {
    this.board = board;
    this.config = config;
    this.verilog = verilog;
    ports = TopPort.of(ModelSource.text(board.top(), verilog));
  }

  /**
   * Returns all findings, none when everything is constrained.
   *
   * @param folder the board's folder of constraints; for AMD boards with the scripts of {@link
   *     VivadoFlow} and the Verilog beside them
   */
  public List<String> findings(Path folder) {
    try {
      return switch (board.family()) {
        case ECP5 -> open(folder.resolve("pins.lpf"), Map.of("clk_25mhz", 25.0));
        case ICE40 ->
            open(
                folder.resolve("pins.pcf"),
                Map.of("CLK", 12.0, "clock", (double) IcebreakerShell.CLOCK_MHZ));
        case ULTRASCALE_PLUS -> block(folder);
      };
    } catch (UserError mistake) {
      return List.of(mistake.getMessage());
    } catch (IOException failure) {
      throw new UserError(folder + ": the constraints cannot be read: " + failure, failure);
    }
  }

  private List<String> open(Path file, Map<String, Double> clocks) throws IOException {
    String text = Files.readString(file);
    List<String> findings = new ArrayList<>(reasons(text));
    findings.addAll(PinConstraints.check(board.family(), text, ports, clocks));
    return findings;
  }

  private List<String> block(Path folder) throws IOException {
    TclInterpreter tcl = new TclInterpreter(Toolchain.onPath());
    List<String> names = ports.stream().map(TopPort::name).toList();
    List<String> findings = new ArrayList<>();
    for (String file : VivadoFlow.CONSTRAINTS) {
      if (file.endsWith(".xdc")) {
        findings.addAll(reasons(Files.readString(folder.resolve(file))));
      }
    }
    findings.addAll(
        BlockConstraints.timing(
            tcl.run(folder.resolve("block_timing.xdc"), names, names, verilog),
            ports,
            AmdShell.CLOCK,
            config.clockMHz()));
    findings.addAll(
        BlockConstraints.crossings(tcl.run(folder.resolve("cdc.xdc"), names, names, verilog)));
    List<TclInterpreter.Call> build =
        tcl.run(folder.resolve(VivadoFlow.BUILD), List.of(), names, verilog);
    List<String> pins = build.get(build.size() - 1).arguments();
    findings.addAll(BlockConstraints.pins(build, pins, board == Board.U250));
    return findings;
  }

  /** Every group of constraints of one kind begins below a comment. */
  private static List<String> reasons(String text) {
    List<String> findings = new ArrayList<>();
    String before = "";
    for (String line : text.lines().map(String::strip).toList()) {
      boolean constraint = !line.isEmpty() && !line.startsWith("#");
      boolean explained = before.startsWith("#") || kind(before).equals(kind(line));
      if (constraint && !explained) {
        findings.add("no reason given: " + line);
      }
      before = line;
    }
    return findings;
  }

  private static String kind(String line) {
    return line.isEmpty() ? "nothing" : line.split("\\s+")[0];
  }
}
