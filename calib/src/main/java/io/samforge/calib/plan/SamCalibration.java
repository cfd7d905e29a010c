package io.samforge.calib.plan;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationImage;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.capture.CaptureInput;
import io.samforge.calib.capture.CaptureOptions;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.capture.SampleCapture;
import io.samforge.calib.compile.QuantizedModel;
import io.samforge.calib.fold.BimodalIntegration;
import io.samforge.calib.fold.FoldingResult;
import io.samforge.calib.fold.KeyScaling;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.recon.ReconstructionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Calibrates image encoder and mask decoder of a model: runs them on the calibration images, folds
 * factors into attentions where that helps, and chooses the quantisers of all steps.
 *
 * <p>Everything that is finished stays in a work folder: a calibration that was stopped goes on
 * with the next image or step.
 */
public final class SamCalibration {
  /** Images that units are trained on: as many as fit into memory, spread over all. */
  private static final int RECONSTRUCTION_IMAGES = 12;

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
   * @param units what became of the units that were reconstructed
   * @param samples what the calibration has seen of linear steps
   * @param products the same of products
   */
  public record Calibrated(
      QuantizedModel model,
      List<StepQuality> qualities,
      List<FoldingResult.Decision> folded,
      List<ModelReconstruction.Outcome> units,
      CalibrationSamples samples,
      Function<ProductStep, ProductSamples> products) {
    /** Copies the lists. */
    public Calibrated {
      qualities = List.copyOf(qualities);
      folded = List.copyOf(folded);
      units = List.copyOf(units);
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
    if (!recipe.rowsOnly() && recipe.groups().grouping() != Grouping.NONE) {
      signs = BimodalIntegration.STANDARD.apply(model, samples::product);
      FoldingResult flipped = signs;
      scales =
          KeyScaling.BALANCED.apply(
              signs.model(), product -> flipped.folded(product, samples.product(product)));
    }
    FoldingResult first = signs;
    FoldingResult second = scales;
    Function<ProductStep, ProductSamples> products =
        product -> second.folded(product, first.folded(product, samples.product(product)));
    ModelQuantizer.Result found =
        quantizer(config, recipe).quantise(second.model(), samples, products);
    List<FoldingResult.Decision> decisions = new ArrayList<>(first.decisions());
    decisions.addAll(second.decisions());
    return new Calibrated(
        new QuantizedModel(second.model(), found.plan()),
        found.qualities(),
        decisions,
        List.of(),
        samples,
        products);
  }

  /**
   * Reconstructs the units of a quantised encoder with some of the images.
   *
   * @param start the encoder
   */
  public Calibrated reconstruct(
      AcceleratorConfig config,
      Recipe recipe,
      Calibrated start,
      ReconstructionOptions reconstruction) {
    StagedModel model = start.model().model();
    TensorShape input = model.graph().inputs().get(0);
    List<CaptureInput> inputs = new ArrayList<>();
    int count = Math.min(RECONSTRUCTION_IMAGES, images.size());
    for (int i = 0; i < count; i++) {
      inputs.add(images.get(i * images.size() / count).inputOf(input));
    }
    ModelReconstruction.Result found =
        new ModelReconstruction(
                model, reconstruction, work.resolve("units-" + model.graph().name()), progress)
            .run(start.model().plan(), inputs);
    return new Calibrated(
        new QuantizedModel(model, found.plan()),
        quantizer(config, recipe).measure(model, start.samples(), start.products(), found.plan()),
        start.folded(),
        found.outcomes(),
        start.samples(),
        start.products());
  }

  private ModelQuantizer quantizer(AcceleratorConfig config, Recipe recipe) {
    return new ModelQuantizer(config, recipe, work.resolve("plans"), progress);
  }

  private static FoldingResult none(StagedModel model) {
    return new FoldingResult(model, List.of(), Map.of());
  }
}
