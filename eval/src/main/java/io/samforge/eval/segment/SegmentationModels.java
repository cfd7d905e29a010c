package io.samforge.eval.segment;

import io.samforge.arch.UserError;
import io.samforge.calib.model.ModelStore;
import io.samforge.eval.mask.FloatSam;
import io.samforge.eval.mask.SegmentationModel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The targets that a model can run on here, and how it is opened for each. */
final class SegmentationModels {
  private final Map<ComputeTarget, Function<Optional<Path>, SegmentationModel>> openers;

  /** Makes the choice of {@code openers}, each given the package file if one is named. */
  SegmentationModels(Map<ComputeTarget, Function<Optional<Path>, SegmentationModel>> openers) {
    this.openers = new EnumMap<>(openers);
  }

  /** The targets of this build. */
  static SegmentationModels standard(ModelStore models) {
    return new SegmentationModels(
        Map.of(ComputeTarget.FLOAT, packageFile -> openFloat(models, packageFile)));
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

  /**
   * Opens the model for {@code target}.
   *
   * @throws UserError if it cannot run there, or the model or the package is missing or damaged
   */
  SegmentationModel open(ComputeTarget target, Optional<Path> packageFile) {
    Function<Optional<Path>, SegmentationModel> opener = openers.get(target);
    if (opener == null) {
      throw new UserError(
          "segment: --on %s is not part of this build; allowed: %s"
              .formatted(
                  target.option(),
                  openers.keySet().stream()
                      .map(ComputeTarget::option)
                      .collect(Collectors.joining(", "))));
    }
    return opener.apply(packageFile);
  }
}
