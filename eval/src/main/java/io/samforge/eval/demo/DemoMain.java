package io.samforge.eval.demo;

import io.samforge.arch.UserError;
import io.samforge.calib.model.ModelStore;
import io.samforge.host.DeviceException;
import io.samforge.sim.verilator.Toolchain;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.HelpFormatter;

/** The command behind {@code make demo}. */
public final class DemoMain {
  private static final int HELP_WIDTH = 100;
  private static final int DIFFERENT = 1;
  private static final int BAD_INPUT = 2;

  private final ModelStore models;
  private final Toolchain tools;
  private final PrintStream out;
  private final PrintStream err;

  DemoMain(ModelStore models, Toolchain tools, PrintStream out, PrintStream err) {
    this.models = models;
    this.tools = tools;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the command. Status 1: accelerator and golden model differ, or the hardware stopped with
   * an error. Status 2: a mistake of the user, told in one line on the error stream.
   */
  public static void main(String[] arguments) {
    int status =
        new DemoMain(ModelStore.standard(), Toolchain.onPath(), System.out, System.err)
            .run(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  int run(String... arguments) {
    try {
      DemoArguments parsed = DemoArguments.parse(arguments);
      if (parsed.help()) {
        printHelp();
        return 0;
      }
      return demo(parsed);
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    } catch (DeviceException e) {
      err.println(e.getMessage());
      return DIFFERENT;
    }
  }

  private int demo(DemoArguments arguments) {
    long start = System.nanoTime();
    DemoInputs inputs = DemoInputs.read(arguments, models, tools);
    DemoFolder folder = new DemoFolder(arguments.out());
    DemoResult result;
    try (DemoProgress progress = DemoProgress.on(err);
        Demo demo = new Demo(inputs, arguments, progress)) {
      result = demo.run();
    }
    folder.write(result);
    TextTable.lines(result).forEach(out::println);
    out.printf(
        Locale.ROOT,
        "%d mismatches in %d outputs of %s, %.2f G multiply-adds simulated, %.0f s%n",
        result.mismatches(),
        result.elements(),
        inputs.photograph().source(),
        result.macs() / 1e9,
        (System.nanoTime() - start) / 1e9);
    out.printf("report: %s%n", folder.page());
    List<Difference> differences = result.differences();
    if (differences.isEmpty()) {
      return 0;
    }
    differences.stream().skip(1).forEach(difference -> err.println(difference.text()));
    // Later layers may be wrong because of this one.
    err.println(differences.get(0).locate(folder.waves()));
    return DIFFERENT;
  }

  private void printHelp() {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    HelpFormatter formatter = new HelpFormatter();
    formatter.setOptionComparator(null);
    formatter.printHelp(
        writer,
        HELP_WIDTH,
        "make demo [CONFIG=FILE] [IMAGE=FILE], or: DemoMain --config FILE [options]",
        "Runs attn/qkv, mlp/fc1 and mlp/fc2 of one block of the image encoder on the simulated"
            + " accelerator and compares every output bit with the golden model.",
        DemoArguments.options(),
        2,
        2,
        "The code widths of the configuration run on all tokens, other widths on a sample of them"
            + " spread over the picture; the table says how many. Exit status: 0 every bit is"
            + " right, 1 an output differs, 2 bad input.");
    writer.flush();
  }
}
