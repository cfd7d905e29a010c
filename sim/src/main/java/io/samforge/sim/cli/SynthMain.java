package io.samforge.sim.cli;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.HdlException;
import io.samforge.host.cli.Arguments;
import io.samforge.host.cli.MainCommand;
import io.samforge.rtl.board.Board;
import io.samforge.sim.synth.SynthResult;
import io.samforge.sim.synth.Synthesis;
import io.samforge.sim.synth.Utilisation;
import io.samforge.sim.verilator.Toolchain;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.cli.Options;

/** The command {@code synth}: the top of a board through the synthesis tools. */
public final class SynthMain {
  private static final int MISSED = 1;
  private static final String DEFAULT_OUT = "build/synth";
  private static final String DEFAULT_REPORT = "build/report/synth.json";

  private SynthMain() {}

  /**
   * Runs the command: status 0, 1 when the clock is missed or the FPGA too small, 2 for a mistake
   * of the user.
   */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new MainCommand(
            "synth",
            "--target BOARD [--config FILE] [--out DIR] [--report FILE]",
            "Synthesises the top of a board; places, routes and writes a bitstream for ECP5 and"
                + " iCE40.",
            options())
        .run(out, err, arguments, line -> synthesise(line, out));
  }

  private static int synthesise(Arguments line, PrintStream out) {
    try {
      Board board = Board.named(line.text("target").orElse(""));
      Path root = Path.of(System.getProperty("samforge.root", "."));
      AcceleratorConfig config =
          AcceleratorConfig.load(
              line.path("config").orElseGet(() -> root.resolve(board.defaultConfig())));
      Path folder = Path.of(line.text("out").orElse(DEFAULT_OUT), board.boardName());
      SynthResult result =
          new Synthesis(board, config, root, folder, Toolchain.onPath(), out).run();
      Path report = Path.of(line.text("report").orElse(DEFAULT_REPORT));
      new AtomicFile(report).write(result.json());
      Utilisation available = Utilisation.available(board);
      print(out, result, available, report);
      return result.meetsClock() && available.holds(result.utilisation()) ? 0 : MISSED;
    } catch (HdlException e) {
      throw new UserError(e.getMessage(), e);
    }
  }

  private static void print(
      PrintStream out, SynthResult result, Utilisation available, Path report) {
    out.printf(
        "  LUT %,d of %,d, flip-flops %,d of %,d, DSP %d of %d, block RAM %d of %d%s%n",
        result.lut(),
        available.lut(),
        result.ff(),
        available.ff(),
        result.dsp(),
        available.dsp(),
        result.bram(),
        available.bram(),
        available.holds(result.utilisation()) ? "" : ": DOES NOT FIT");
    if (result.fmaxMHz() != null) {
      out.printf(
          Locale.ROOT,
          "  clock: %.1f MHz, %s the %.0f MHz that are asked for%n  bitstream %s%n",
          result.fmaxMHz(),
          result.meetsClock() ? "above" : "BELOW",
          result.clockMHz(),
          result.bitstream());
    }
    out.println("  report " + report);
  }

  private static Options options() {
    return new Options()
        .addOption(Arguments.value("target", "BOARD", "the board; any other name lists them all"))
        .addOption(
            Arguments.value(
                "config", "FILE", "accelerator configuration; default: the board's own"))
        .addOption(
            Arguments.value("out", "DIR", "folder of netlists and logs; default " + DEFAULT_OUT))
        .addOption(Arguments.value("report", "FILE", "the figures; default " + DEFAULT_REPORT));
  }
}
