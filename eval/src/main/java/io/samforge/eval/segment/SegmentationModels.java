package io.samforge.eval.segment;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.eval.ExpectedCycles;
import io.samforge.eval.mask.FloatSam;
import io.samforge.eval.mask.PackedSam;
import io.samforge.eval.mask.SegmentationModel;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.OnnxMaskDecoder;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.accel.SimDevice;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The targets that a model can run on here, and how it is opened for each. */
final class SegmentationModels {
  private static final int SECONDS_PER_MINUTE = 60;

  private final Map<ComputeTarget, Opener> openers;

  /** Opens a model. */
  interface Opener {
    /**
     * Opens the model.
     *
     * @param packageFile the package if one is named
     */
    SegmentationModel open(Optional<Path> packageFile, SegmentProgress progress);
  }

  /** Makes the choice of {@code openers}. */
  SegmentationModels(Map<ComputeTarget, Opener> openers) {
    this.openers = new EnumMap<>(openers);
  }

  /** The targets of this build. */
  static SegmentationModels standard(ModelStore models) {
    return new SegmentationModels(
        Map.of(
            ComputeTarget.FLOAT, (file, progress) -> openFloat(models, file),
            ComputeTarget.GOLDEN, (file, progress) -> openGolden(models, file, progress),
            ComputeTarget.SIM, (file, progress) -> openSimulation(models, file, progress)));
  }

  private static SegmentationModel openFloat(ModelStore models, Optional<Path> packageFile) {
    packageFile.ifPresent(
        file -> {
          throw new UserError(
              "segment: --package %s has no effect on --on float, which runs the model itself"
                  .formatted(file));
        });
    return FloatSam.open(models);
  }

  private static SegmentationModel openGolden(
      ModelStore models, Optional<Path> packageFile, SegmentProgress progress) {
    ModelPackage model = ModelPackage.load(packageFile.orElse(PackedSam.DEFAULT_FILE));
    SegmentationModel opened =
        PackedSam.golden(model, () -> floatDecoder(models, progress), progress::finished);
    progress.expectSteps(model);
    return opened;
  }

  private static SegmentationModel openSimulation(
      ModelStore models, Optional<Path> packageFile, SegmentProgress progress) {
    ModelPackage model = ModelPackage.load(packageFile.orElse(PackedSam.DEFAULT_FILE));
    AcceleratorConfig config = model.config();
    long cycles =
        model.functions().keySet().stream()
            .mapToLong(function -> ExpectedCycles.of(model, function))
            .sum();
    progress.say(expectation(config, cycles));
    AcceleratorOptions options = AcceleratorOptions.of(config.dramBytes()).withoutJournal();
    SimDevice device =
        new SimDevice(AcceleratorSimulation.open(AcceleratorModels.fast(config), options));
    SegmentationModel opened =
        PackedSam.on(device, model, () -> floatDecoder(models, progress), progress::simulated);
    progress.expectCycles(cycles);
    return opened;
  }

  /** What a simulation will take, in a line. */
  static String expectation(AcceleratorConfig config, long cycles) {
    double seconds = ExpectedCycles.simulationSeconds(config, cycles);
    String time =
        seconds < SECONDS_PER_MINUTE
            ? "less than a minute"
            : "about %.0f minutes".formatted(Math.ceil(seconds / SECONDS_PER_MINUTE));
    return String.format(
        Locale.ROOT,
        "simulating about %.1f M cycles of configuration %s takes %s; ON=golden computes the"
            + " same bits sooner",
        cycles / 1e6,
        config.name(),
        time);
  }

  private static MaskDecoder floatDecoder(ModelStore models, SegmentProgress progress) {
    MaskDecoder decoder = new OnnxMaskDecoder(models.locate(ModelFile.DECODER));
    progress.say("the package has no function decoder: the mask decoder computes in floats");
    return decoder;
  }

  /**
   * Opens the model for {@code target}.
   *
   * @throws UserError if it cannot run there, or the model or the package is missing or damaged
   */
  SegmentationModel open(
      ComputeTarget target, Optional<Path> packageFile, SegmentProgress progress) {
    Opener opener = openers.get(target);
    if (opener == null) {
      throw new UserError(
          "segment: --on %s is not part of this build; allowed: %s"
              .formatted(
                  target.option(),
                  openers.keySet().stream()
                      .map(ComputeTarget::option)
                      .collect(Collectors.joining(", "))));
    }
    return opener.open(packageFile, progress);
  }
}
