package io.samforge.calib.cli;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.golden.Progress;
import io.samforge.calib.BlockCapture;
import io.samforge.calib.CalibratedBlock;
import io.samforge.calib.CalibratedChain;
import io.samforge.calib.CalibratedProgram;
import io.samforge.calib.CalibrationOptions;
import io.samforge.calib.CalibrationSummary;
import io.samforge.calib.ChainAccuracy;
import io.samforge.calib.ChainAccuracy.LayerAccuracy;
import io.samforge.calib.FirstCalibration;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.model.Photograph;
import io.samforge.calib.onnx.OnnxGraph;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.HelpFormatter;

/** The command {@code calib}: model and photograph in, programs and a summary out. */
public final class CalibMain {
  private static final int HELP_WIDTH = 100;
  private static final int BAD_INPUT = 2;

  private final ModelStore models;
  private final PrintStream out;

  CalibMain(ModelStore models, PrintStream out) {
    this.models = models;
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
      CalibMain command = new CalibMain(models, out);
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

  private void printHelp() {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    HelpFormatter formatter = new HelpFormatter();
    formatter.printHelp(
        writer,
        HELP_WIDTH,
        "calib --config FILE --out DIR [options]",
        "Quantises qkv, fc1 and fc2 of one block of the image encoder.",
        CalibArguments.options(),
        2,
        2,
        "");
    writer.flush();
  }

  private void calibrate(CalibArguments arguments) {
    AcceleratorConfig config = AcceleratorConfig.load(arguments.config());
    if (arguments.bits() != 0) {
      config = config.withBits(arguments.bits(), arguments.bits());
    }
    // Everything that can be wrong with the input is found before the first slow step.
    Photograph photograph = Photograph.read(arguments.image());
    OnnxGraph encoder = OnnxGraph.read(models.locate(ModelFile.ENCODER));
    createFolder(arguments.out());
    CalibrationOptions options =
        CalibrationOptions.STANDARD
            .withMetric(arguments.metric())
            .withTokenLimit(arguments.tokens());
    BlockCapture capture = BlockCapture.of(encoder, photograph, arguments.block());
    CalibratedBlock block =
        new FirstCalibration(config, options, TerminalProgress.standard())
            .calibrate(capture, photograph.source());
    write(block, arguments.out());
  }

  private void write(CalibratedBlock block, Path folder) {
    int threads = Runtime.getRuntime().availableProcessors();
    ChainAccuracy accuracy = new ChainAccuracy(new GoldenModel(threads, Progress.NONE));
    List<List<LayerAccuracy>> accuracies = new ArrayList<>();
    for (CalibratedChain chain : block.chains()) {
      Path file = folder.resolve(chain.name() + ".sfp");
      CalibratedProgram.of(chain, block.config()).save(file);
      List<LayerAccuracy> ofChain = accuracy.of(chain);
      ofChain.forEach(this::print);
      accuracies.add(ofChain);
      out.println("wrote " + file);
    }
    Path summary = folder.resolve("summary.json");
    try {
      Files.writeString(summary, CalibrationSummary.json(block, accuracies));
    } catch (IOException e) {
      throw new UserError(summary + ": the summary cannot be written: " + e.getMessage(), e);
    }
    out.println("wrote " + summary);
  }

  private void print(LayerAccuracy layer) {
    out.printf(
        Locale.ROOT,
        "%s: SQNR %.2f dB, output %.2f dB%n",
        layer.layer(),
        layer.linearDecibels(),
        layer.outputDecibels());
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserError(folder + ": the folder cannot be made: " + e.getMessage(), e);
    }
  }
}
