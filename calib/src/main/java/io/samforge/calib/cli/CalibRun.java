package io.samforge.calib.cli;

import com.google.gson.JsonObject;
import io.samforge.arch.Sha256;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.ModelOrigin;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationImage;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.compile.Compilation;
import io.samforge.calib.compile.PackageCompiler;
import io.samforge.calib.compile.QuantizedModel;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.model.ModelFiles;
import io.samforge.calib.plan.RangeRecorder;
import io.samforge.calib.plan.SamCalibration;
import io.samforge.calib.plan.StepQuality;
import io.samforge.calib.recon.ReconstructionOptions;
import io.samforge.calib.report.CalibrationReport;
import io.samforge.calib.report.QualityTable;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.stream.ColourWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One run of the command {@code calib} with arguments that are right. */
record CalibRun(
    AcceleratorConfig config,
    CalibArguments arguments,
    CalibrationImages images,
    ModelFiles files,
    ProgressListener progress,
    PrintStream out) {
  private static final String ENCODER = "encoder";
  private static final String DECODER = "decoder";

  void run() {
    StagedModel encoder = read(files.encoder(), GraphOptions.encoder());
    boolean all = arguments.scope() == CalibScope.ALL && files.decoder().isPresent();
    SamCalibration calibration =
        new SamCalibration(images.calibration(), arguments.work(), progress);
    Map<String, SamCalibration.Calibrated> functions = new LinkedHashMap<>();
    StagedModel decoder = all ? read(files.decoder().get(), GraphOptions.decoder()) : null;
    CalibrationSamples samples = calibration.captureEncoder(encoder);
    SamCalibration.Calibrated quantised =
        calibration.quantise(config, arguments.recipe(), encoder, samples);
    if (arguments.iterations() > 0) {
      quantised =
          calibration.reconstruct(
              config,
              arguments.recipe(),
              quantised,
              ReconstructionOptions.STANDARD.withIterations(arguments.iterations()));
    }
    functions.put(ENCODER, quantised);
    if (all) {
      CalibrationSamples ofDecoder = calibration.captureDecoder(encoder, samples, decoder);
      functions.put(DECODER, calibration.quantise(config, arguments.recipe(), decoder, ofDecoder));
    }
    finish(functions);
  }

  private StagedModel read(Path file, GraphOptions options) {
    List<String> names = new ArrayList<>(options.floatNames());
    names.addAll(arguments.floatNames());
    StagedModel model =
        GraphReader.read(
            file,
            options.withFloatNames(names).withFloatInputNames(arguments.recipe().widths().codes()));
    out.println(model.placement().summary());
    return model;
  }

  private void finish(Map<String, SamCalibration.Calibrated> functions) {
    Map<String, QuantizedModel> models = new LinkedHashMap<>();
    functions.forEach((name, calibrated) -> models.put(name, calibrated.model()));
    List<StepQuality> qualities =
        functions.values().stream().flatMap(f -> f.qualities().stream()).toList();
    QualityTable.lines(qualities).forEach(out::println);
    functions.values().stream()
        .flatMap(f -> f.folded().stream())
        .filter(decision -> decision.folded())
        .forEach(decision -> out.println(decision.product() + ": " + decision.reason()));
    functions.values().stream()
        .flatMap(f -> f.units().stream())
        .forEach(unit -> out.println("reconstructed " + unit.unit() + ": " + unit.text()));
    CalibrationReport report =
        new CalibrationReport(files.name(), config, arguments.recipe(), images);
    JsonObject summary = report.json(qualities);
    Compilation compiled = new PackageCompiler(config).compile(origin(), models, summary);
    compiled
        .fallbacks()
        .forEach(
            f -> out.println(f.function() + ", " + f.step() + " stays on the host: " + f.reason()));
    withColours(withRanges(compiled.model())).save(arguments.out());
    Path page = report.write(arguments.report(), functions);
    out.printf(
        Locale.ROOT,
        "%s: %.1f MiB of programs, weights and tables, %.1f MiB of activations%nreport: %s%n",
        arguments.out(),
        compiled.residentBytes() / 1048576.0,
        compiled.scratchBytes() / 1048576.0,
        page);
  }

  /**
   * Tells a host how often codes lie at the ends of their range on pictures like these. The
   * quantised encoder runs once for each, some ten seconds for a MobileSAM.
   */
  private ModelPackage withRanges(ModelPackage model) {
    if (arguments.rangePictures() == 0) {
      return model;
    }
    TensorShape input = model.function(ENCODER).graph().inputs().get(0);
    List<FloatTensor> pictures =
        images.calibration().stream()
            .limit(arguments.rangePictures())
            .map(image -> image.inputOf(input).tensors().get(input.name()))
            .toList();
    return RangeRecorder.record(model, pictures, progress);
  }

  /** Tells a host the colours of the pictures, so that it knows negatives. */
  private ModelPackage withColours(ModelPackage model) {
    ColourWatch.Recorder colours = new ColourWatch.Recorder();
    try (ProgressListener.Task task =
        progress.start("colours of pictures", images.calibration().size())) {
      for (CalibrationImage image : images.calibration()) {
        colours.add(image.picture());
        task.step();
      }
    }
    return colours.addTo(model);
  }

  private ModelOrigin origin() {
    try {
      return new ModelOrigin(files.name(), Sha256.of(files.encoder()));
    } catch (IOException e) {
      throw new UserError("the model %s cannot be read: %s".formatted(files.encoder(), e), e);
    }
  }
}
