package io.samforge.eval.accuracy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.cli.TerminalProgress;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelFiles;
import io.samforge.calib.model.ModelStore;
import io.samforge.eval.accuracy.coco.CocoBenchmark;
import io.samforge.eval.mask.FloatSam;
import io.samforge.eval.mask.OnnxImageEncoder;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.HelpFormatter;

/** The command behind {@code make accuracy}. */
public final class AccuracyMain {
  private static final int HELP_WIDTH = 100;
  private static final int BAD_INPUT = 2;
  private static final int FLOAT_BITS = 32;

  private final ModelStore models;
  private final ProgressListener progress;
  private final PrintStream out;
  private final PrintStream err;

  AccuracyMain(ModelStore models, ProgressListener progress, PrintStream out, PrintStream err) {
    this.models = models;
    this.progress = progress;
    this.out = out;
    this.err = err;
  }

  /** Runs the command. Status 2: a mistake of the user, told in one line on the error stream. */
  public static void main(String[] arguments) {
    ProgressListener progress = TerminalProgress.standard();
    int status =
        new AccuracyMain(ModelStore.standard(), progress, System.out, System.err).run(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  int run(String... arguments) {
    try {
      AccuracyArguments parsed = AccuracyArguments.parse(arguments);
      if (parsed.help()) {
        printHelp();
      } else {
        measure(parsed);
      }
      return 0;
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
  }

  private void measure(AccuracyArguments arguments) {
    CalibrationImages photographs =
        arguments.images().map(CalibrationImages::ofFolder).orElseGet(CalibrationImages::standard);
    List<HeldOutImage> images = heldOut(photographs, arguments.limit());
    ModelFiles files = ModelFiles.of(models);
    Path encoder = files.encoder();
    Optional<CocoBenchmark> benchmark = arguments.coco().map(CocoFiles::read);
    String model = Fingerprint.of(List.of(ModelFile.ENCODER.sha256(), ModelFile.DECODER.sha256()));
    AccuracyReport report = new AccuracyReport(arguments.out().resolve("report"));
    Path work = arguments.out().resolve("accuracy");
    List<AccuracyVariant> variants = new ArrayList<>();
    variants.addAll(new RoundedWeights(encoder, arguments.bits()).variants());
    variants.addAll(quantized(arguments, files, photographs).variants());
    variants.removeIf(variant -> !variant.method().contains(arguments.method()));
    if (variants.isEmpty()) {
      String allowed = "a part of a name such as mixed or uniform";
      throw new UserError(
          "accuracy: no row has a method like %s; allowed: %s"
              .formatted(arguments.method(), allowed));
    }
    try (FloatReferences floats = new FloatReferences(work, model, () -> FloatSam.open(models))) {
      List<AccuracyRow> rows =
          new AccuracyRun(floats, images, arguments.grid(), report, progress).run(variants);
      print(AccuracyTable.head(), rows.stream().map(AccuracyTable::cells).toList());
      if (benchmark.isPresent()) {
        String setting = arguments.coco().orElseThrow().setting(model);
        List<CocoRow> judged =
            new CocoRun(benchmark.get(), setting, report, progress)
                .run(withFloats(encoder, variants), floats);
        print(CocoTable.head(), judged.stream().map(CocoTable::cells).toList());
      }
    }
    out.printf("report: %s%n", report.page());
  }

  private QuantizedVariants quantized(
      AccuracyArguments arguments, ModelFiles files, CalibrationImages photographs) {
    return new QuantizedVariants(
        files,
        AcceleratorConfig.loadHybrid(arguments.config()),
        photographs,
        new QuantizedVariants.Settings(
            arguments.bits(),
            arguments.scopes(),
            arguments.iterations(),
            arguments.wideNames(),
            arguments.wideWeightNames()),
        arguments.out().resolve("calib"),
        progress);
  }

  private static List<HeldOutImage> heldOut(CalibrationImages images, int limit) {
    return images.heldOut().stream().limit(limit).map(HeldOutImage::new).toList();
  }

  private static List<AccuracyVariant> withFloats(Path encoder, List<AccuracyVariant> variants) {
    AccuracyVariant floats =
        new AccuracyVariant(
            FLOAT_BITS,
            Scope.ALL,
            "float",
            "float",
            () -> VariantEncoder.onHost(OnnxImageEncoder.open(encoder)),
            Optional.empty());
    List<AccuracyVariant> all = new ArrayList<>(List.of(floats));
    all.addAll(variants);
    return all;
  }

  private void print(List<String> head, List<List<String>> rows) {
    AccuracyTable.lines(head, rows).forEach(out::println);
  }

  private void printHelp() {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    HelpFormatter formatter = new HelpFormatter();
    formatter.setOptionComparator(null);
    formatter.printHelp(
        writer,
        HELP_WIDTH,
        "make accuracy [ARGS=options], or: AccuracyMain [options]",
        "Compares masks of the quantised model with masks of the float model on photographs that"
            + " nothing was calibrated on. Rows that are known from an earlier run are kept.",
        AccuracyArguments.options(),
        2,
        2,
        "With --coco, --boxes and --coco-images the COCO benchmark judges the masks too. Writes"
            + " report/accuracy.json and report/accuracy.html. Exit status: 0 done, 2 bad input.");
    writer.flush();
  }
}
