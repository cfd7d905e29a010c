package io.samforge.eval.accuracy;

import io.samforge.calib.ProgressListener;
import io.samforge.eval.mask.ImageEncoder;
import io.samforge.host.mask.Mask;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.MaskPrediction;
import io.samforge.host.mask.Prompt;
import io.samforge.host.run.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures how close the masks of variants come to those of the float model, on the same
 * photographs with the same prompts.
 */
final class AccuracyRun {
  private static final int WORST_CASES = 3;

  private final FloatReferences references;
  private final List<HeldOutImage> images;
  private final PromptGrid grid;
  private final AccuracyReport report;
  private final ProgressListener progress;

  /**
   * Prepares a run.
   *
   * @param references what the float model says
   * @param images the photographs
   * @param grid the prompts on each of them
   * @param report gets each row as soon as it is there, and keeps those of an earlier run
   */
  AccuracyRun(
      FloatReferences references,
      List<HeldOutImage> images,
      PromptGrid grid,
      AccuracyReport report,
      ProgressListener progress) {
    this.references = references;
    this.images = List.copyOf(images);
    this.grid = grid;
    this.report = report;
    this.progress = progress;
  }

  /** Fingerprint of model, photographs and prompts: what the rows of a report have in common. */
  static String setting(String model, List<HeldOutImage> images, PromptGrid grid) {
    Stream<String> photographs = images.stream().map(HeldOutImage::fingerprint);
    return Fingerprint.of(
        Stream.concat(Stream.of(model, "grid " + grid.side()), photographs).toList());
  }

  /** Measures those of {@code variants} that the report does not know yet; returns all rows. */
  List<AccuracyRow> run(List<AccuracyVariant> variants) {
    String setting = setting(references.model(), images, grid);
    List<AccuracyRow> rows = new ArrayList<>();
    report.begin(setting, variants);
    for (AccuracyVariant variant : variants) {
      String fingerprint = Fingerprint.of(List.of(setting, variant.fingerprint()));
      AccuracyRow row =
          report.row(variant, fingerprint).orElseGet(() -> measured(variant, fingerprint));
      rows.add(row);
    }
    report.finish();
    return rows;
  }

  private AccuracyRow measured(AccuracyVariant variant, String fingerprint) {
    Agreement agreement = new Agreement();
    double passes = measure(variant, agreement);
    AccuracyRow row =
        new AccuracyRow(
            variant.bits(),
            variant.scope(),
            variant.method(),
            agreement.meanIou(),
            agreement.p10Iou(),
            agreement.cosine(),
            passes,
            agreement.images(),
            agreement.prompts(),
            fingerprint,
            report.pictures(fingerprint, agreement.worst(WORST_CASES)));
    report.add(row);
    return row;
  }

  /** Measures a variant; returns the passes of the array. */
  private double measure(AccuracyVariant variant, Agreement agreement) {
    try (VariantEncoder encoder = variant.encoder().get();
        VariantDecoder decoder = VariantDecoder.of(variant, references::decoder);
        ProgressListener.Task task = progress.start(variant.text(), images.size())) {
      for (HeldOutImage image : images) {
        add(agreement, image, encoder, decoder.get());
        task.step();
      }
      return encoder.passes();
    }
  }

  private void add(
      Agreement agreement, HeldOutImage image, ImageEncoder encoder, MaskDecoder decoder) {
    List<Prompt> prompts = grid.prompts(image.size());
    FloatReference expected = references.of(image, prompts);
    FloatTensor embedding = encoder.encode(image.photograph());
    List<MaskPrediction> found = decoder.decode(embedding, prompts);
    List<MaskAgreement> masks = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      Mask mask = found.get(i).mask();
      masks.add(MaskAgreement.of(image, prompts.get(i), expected.masks().get(i).mask(), mask));
    }
    agreement.add(Agreement.cosine(expected.embedding().data(), embedding.data()), masks);
  }
}
