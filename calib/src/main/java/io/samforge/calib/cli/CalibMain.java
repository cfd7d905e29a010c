package io.samforge.calib.cli;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.model.ModelFiles;
import io.samforge.calib.model.ModelStore;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.apache.commons.cli.HelpFormatter;

/** The command {@code calib}: a model and photographs in, one package for the accelerator out. */
public final class CalibMain {
  private static final int HELP_WIDTH = 100;
  private static final int BAD_INPUT = 2;

  private final ModelStore models;
  private final ProgressListener progress;
  private final PrintStream out;

  CalibMain(ModelStore models, ProgressListener progress, PrintStream out) {
    this.models = models;
    this.progress = progress;
    this.out = out;
  }

  /** Runs the command; a mistake of the user is one line on the error stream and status 2. */
  public static void main(String[] arguments) {
    int status = run(ModelStore.standard(), System.out, System.err, arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  static int run(ModelStore models, PrintStream out, PrintStream err, String... arguments) {
    try {
      CalibArguments parsed = CalibArguments.parse(arguments);
      CalibMain command = new CalibMain(models, TerminalProgress.standard(), out);
      if (parsed.help()) {
        command.printHelp();
      } else {
        command.calibrate(parsed);
      }
      return 0;
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
  }

  private void calibrate(CalibArguments arguments) {
    AcceleratorConfig config = AcceleratorConfig.loadHybrid(arguments.config());
    if (arguments.bits() != 0) {
      config = config.withBits(arguments.bits(), arguments.bits());
    }
    CalibrationImages images =
        arguments
            .images()
            .map(CalibrationImages::ofFolder)
            .orElseGet(CalibrationImages::standard)
            .first(arguments.count());
    ModelFiles model = arguments.model().map(ModelFiles::of).orElseGet(() -> ModelFiles.of(models));
    new CalibRun(config, arguments, images, model, progress, out).run();
  }

  private void printHelp() {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    HelpFormatter formatter = new HelpFormatter();
    formatter.setOptionComparator(null);
    formatter.printHelp(
        writer,
        HELP_WIDTH,
        "make calib [MODEL=DIR] [IMAGES=DIR] [BITS=N] [CONFIG=FILE] [OUT=FILE], or: calib --config"
            + " FILE [options]",
        "Quantises a Segment Anything model with the statistics of photographs and compiles it for"
            + " an accelerator.",
        CalibArguments.options(),
        2,
        2,
        "A calibration that was stopped goes on where it was. Exit status: 0 done, 2 bad input.");
    writer.flush();
  }
}
