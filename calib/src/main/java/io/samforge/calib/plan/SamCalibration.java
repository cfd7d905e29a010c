package io.samforge.calib.plan;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationImage;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.capture.CaptureInput;
import io.samforge.calib.capture.CaptureOptions;
import io.samforge.calib.capture.SampleCapture;
import io.samforge.calib.compile.QuantizedModel;
import io.samforge.calib.fold.BimodalIntegration;
import io.samforge.calib.fold.FoldingResult;
import io.samforge.calib.fold.KeyScaling;
import io.samforge.calib.graph.StagedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calibrates image encoder and mask decoder of a model: runs them on the calibration images, folds
 * factors into attentions where that helps, and chooses the quantisers of all steps.
 *
 * <p>Everything that is finished stays in a work folder: a calibration that was stopped goes on
 * with the next image or step.
 */
public final class SamCalibration {
  private final List<CalibrationImage> images;
  private final Path work;
  private final ProgressListener progress;

  /**
   * Prepares a calibration.
   *
   * @param images calibration images, in order
   * @param work the work folder
   */
  public SamCalibration(List<CalibrationImage> images, Path work, ProgressListener progress) {
    this.images = List.copyOf(images);
    this.work = work;
    this.progress = progress;
  }

  /**
   * A quantised function and how it came about.
   *
   * @param model the model with its quantisers
   * @param qualities one for every quantised step
   * @param folded what was decided about the attentions
   * @param samples what the calibration has seen
   */
  public record Calibrated(
      QuantizedModel model,
      List<StepQuality> qualities,
      List<FoldingResult.Decision> folded,
      CalibrationSamples samples) {
    /** Copies the lists. */
    public Calibrated {
      qualities = List.copyOf(qualities);
      folded = List.copyOf(folded);
    }
  }

  /**
   * Runs the float encoder on the images.
   *
   * @throws UserError when an image cannot be read, or the model has not one picture as its input
   */
  public CalibrationSamples captureEncoder(StagedModel encoder) {
    if (encoder.graph().inputs().size() != 1) {
      throw new UserError(
          "the image encoder has %d inputs; allowed: one picture"
              .formatted(encoder.graph().inputs().size()));
    }
    TensorShape input = encoder.graph().inputs().get(0);
    List<CaptureInput> inputs = new ArrayList<>();
    images.forEach(image -> inputs.add(image.inputOf(input)));
    return capture(encoder, inputs);
  }

  /**
   * Runs the float decoder with points on the images.
   *
   * @param embeddings samples of the encoder on the same images
   * @throws UserError when the decoder reads something that no prompt gives
   */
  public CalibrationSamples captureDecoder(
      StagedModel encoder, CalibrationSamples embeddings, StagedModel decoder) {
    TensorShape embedding = encoder.graph().outputs().get(0);
    return capture(
        decoder, DecoderInputs.of(decoder.graph().inputs(), images, embeddings, embedding));
  }

  private CalibrationSamples capture(StagedModel model, List<CaptureInput> inputs) {
    Path folder = work.resolve("samples-" + model.graph().name());
    return new SampleCapture(model, CaptureOptions.STANDARD, folder, progress).run(inputs);
  }

  /** Chooses the quantisers of a captured model. */
  public Calibrated quantise(
      AcceleratorConfig config, Recipe recipe, StagedModel model, CalibrationSamples samples) {
    FoldingResult signs = none(model);
    FoldingResult scales = none(model);
    if (!recipe.rowsOnly() && recipe.grouping() != Grouping.NONE) {
      signs = BimodalIntegration.STANDARD.apply(model, samples::product);
      FoldingResult flipped = signs;
      scales =
          KeyScaling.BALANCED.apply(
              signs.model(), product -> flipped.folded(product, samples.product(product)));
    }
    FoldingResult first = signs;
    FoldingResult second = scales;
    ModelQuantizer.Result found =
        new ModelQuantizer(config, recipe, work.resolve("plans"), progress)
            .quantise(
                second.model(),
                samples,
                product -> second.folded(product, first.folded(product, samples.product(product))));
    List<FoldingResult.Decision> decisions = new ArrayList<>(first.decisions());
    decisions.addAll(second.decisions());
    return new Calibrated(
        new QuantizedModel(second.model(), found.plan()), found.qualities(), decisions, samples);
  }

  private static FoldingResult none(StagedModel model) {
    return new FoldingResult(model, List.of(), Map.of());
  }
}
