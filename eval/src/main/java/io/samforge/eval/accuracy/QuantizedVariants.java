package io.samforge.eval.accuracy;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.CodeVersion;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.model.ModelFiles;
import io.samforge.calib.plan.Recipe;
import io.samforge.calib.plan.SamCalibration;
import io.samforge.calib.recon.ReconstructionOptions;
import io.samforge.calib.run.QuantizedEngine;
import io.samforge.eval.mask.StagedEncoder;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.PackedMaskDecoder;
import io.samforge.host.run.StepListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The image encoder quantised by one method after the other, each calibrated when it is asked for.
 *
 * @param model the float model
 * @param config the accelerator; its bits are replaced
 * @param images photographs to calibrate with
 * @param settings what is measured
 * @param work folder that keeps what is calibrated
 * @param progress is told how far calibrations are
 */
record QuantizedVariants(
    ModelFiles model,
    AcceleratorConfig config,
    CalibrationImages images,
    Settings settings,
    Path work,
    ProgressListener progress)
    implements VariantSource {
  /** The finest log2 codes cost four passes over probabilities. */
  private static final List<Integer> FINE_TAUS = List.of(1, 2, 4);

  private static final AblationStep FAST =
      new AblationStep("hluq+widths+compensation", Recipe.FAST, 0);

  /**
   * What is measured.
   *
   * @param bits widths of codes
   * @param scopes what of the model is quantised
   * @param iterations of the reconstruction; 0 leaves it out
   * @param wideNames steps that read 8-bit codes in the additional rows with mixed precision; empty
   *     for no such rows
   * @param wideWeightNames steps that may have 8-bit weights in these rows
   */
  record Settings(
      List<Integer> bits,
      List<Scope> scopes,
      int iterations,
      List<String> wideNames,
      List<String> wideWeightNames) {
    /** Copies the lists. */
    Settings {
      bits = List.copyOf(bits);
      scopes = List.copyOf(scopes);
      wideNames = List.copyOf(wideNames);
      wideWeightNames = List.copyOf(wideWeightNames);
    }
  }

  @Override
  public List<AccuracyVariant> variants() {
    List<AccuracyVariant> variants = new ArrayList<>();
    for (int bits : settings.bits) {
      if (settings.scopes.contains(Scope.LINEARS)) {
        for (AblationStep step : AblationStep.all(settings.iterations)) {
          add(variants, bits, Scope.LINEARS, step, step.recipe().onRowsOnly());
        }
        addMixed(variants, bits, Scope.LINEARS);
      }
      if (settings.scopes.contains(Scope.ENCODER)) {
        for (AblationStep step : AblationStep.ofEncoder(settings.iterations)) {
          add(variants, bits, Scope.ENCODER, step, step.recipe());
        }
        addMixed(variants, bits, Scope.ENCODER);
      }
      if (settings.scopes.contains(Scope.ALL)) {
        add(variants, bits, Scope.ALL, FAST, Recipe.FAST);
        addMixed(variants, bits, Scope.ALL);
      }
    }
    return variants;
  }

  /** Rows in which the named steps read 8-bit codes. */
  private void addMixed(List<AccuracyVariant> variants, int bits, Scope scope) {
    if (settings.wideNames.isEmpty() || bits > 6) {
      return;
    }
    Recipe whole = Recipe.FAST.withWideNames(settings.wideNames).withTaus(FINE_TAUS);
    Recipe codes = scope == Scope.LINEARS ? whole.onRowsOnly() : whole;
    add(variants, bits, scope, new AblationStep("mixed precision", codes, 0), codes);
    Recipe mixed = codes.withWideWeightNames(settings.wideWeightNames);
    if (!settings.wideWeightNames.isEmpty()) {
      String method = "mixed precision, 8-bit weights";
      add(variants, bits, scope, new AblationStep(method, mixed, 0), mixed);
    }
    if (scope != Scope.ALL) {
      AblationStep trained =
          new AblationStep("mixed precision+reconstruction", codes, settings.iterations);
      add(variants, bits, scope, trained, codes);
    }
  }

  private void add(
      List<AccuracyVariant> variants, int bits, Scope scope, AblationStep step, Recipe recipe) {
    if (step.method().endsWith("reconstruction") && step.iterations() == 0) {
      return;
    }
    String fingerprint =
        String.join(
            " ",
            CodeVersion.digest(),
            scope.toString(),
            recipe.toString(),
            Integer.toString(step.iterations()));
    variants.add(
        new AccuracyVariant(
            bits,
            scope,
            step.method(),
            fingerprint,
            () -> encoder(bits, recipe, step.iterations()),
            scope == Scope.ALL ? Optional.of(() -> decoder(bits, recipe)) : Optional.empty()));
  }

  private MaskDecoder decoder(int bits, Recipe recipe) {
    StagedModel encoder = read(model.encoder(), GraphOptions.encoder(), recipe);
    StagedModel decoder = read(model.decoder().orElseThrow(), GraphOptions.decoder(), recipe);
    SamCalibration calibration = new SamCalibration(images.calibration(), folder(recipe), progress);
    CalibrationSamples embeddings = calibration.captureEncoder(encoder);
    CalibrationSamples samples = calibration.captureDecoder(encoder, embeddings, decoder);
    SamCalibration.Calibrated found =
        calibration.quantise(config.withBits(bits, bits), recipe, decoder, samples);
    StagedModel folded = found.model().model();
    return new PackedMaskDecoder(
        folded.graph(),
        folded.hostParts(),
        new QuantizedEngine(folded.weights(), found.model().plan()),
        StepListener.NONE);
  }

  private VariantEncoder encoder(int bits, Recipe recipe, int iterations) {
    AcceleratorConfig own = config.withBits(bits, bits);
    StagedModel encoder = read(model.encoder(), GraphOptions.encoder(), recipe);
    SamCalibration calibration = new SamCalibration(images.calibration(), folder(recipe), progress);
    CalibrationSamples samples = calibration.captureEncoder(encoder);
    SamCalibration.Calibrated found = calibration.quantise(own, recipe, encoder, samples);
    if (iterations > 0) {
      ReconstructionOptions options = ReconstructionOptions.STANDARD.withIterations(iterations);
      found = calibration.reconstruct(own, recipe, found, options);
    }
    StagedModel folded = found.model().model();
    return new VariantEncoder(
        new StagedEncoder(folded, new QuantizedEngine(folded.weights(), found.model().plan())),
        VariantEncoder.passes(found.qualities()));
  }

  private static StagedModel read(Path file, GraphOptions options, Recipe recipe) {
    return GraphReader.read(file, options.withFloatInputNames(recipe.widths().codes()));
  }

  /** Models that are cut differently have other samples. */
  private Path folder(Recipe recipe) {
    return recipe.widths().codes().isEmpty() ? work : work.resolve("mixed");
  }
}
