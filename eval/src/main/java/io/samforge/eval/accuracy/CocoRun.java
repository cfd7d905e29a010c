package io.samforge.eval.accuracy;

import io.samforge.calib.ProgressListener;
import io.samforge.eval.accuracy.coco.CocoBenchmark;
import io.samforge.eval.accuracy.coco.CocoScores;
import io.samforge.eval.mask.ImageEncoder;
import io.samforge.host.mask.MaskDecoder;
import java.util.ArrayList;
import java.util.List;

/** Judges variants with the COCO benchmark, boxes of a detector being the prompts. */
final class CocoRun {
  private final CocoBenchmark benchmark;
  private final String setting;
  private final AccuracyReport report;
  private final ProgressListener progress;

  /**
   * Prepares a run.
   *
   * @param setting fingerprint of model, annotations, boxes and number of pictures
   * @param report gets each row as soon as it is there, and keeps those of an earlier run
   */
  CocoRun(
      CocoBenchmark benchmark, String setting, AccuracyReport report, ProgressListener progress) {
    this.benchmark = benchmark;
    this.setting = setting;
    this.report = report;
    this.progress = progress;
  }

  /**
   * Judges those of {@code variants} that the report does not know yet; returns all rows.
   *
   * @param floats decodes for variants that have no decoder of their own
   */
  List<CocoRow> run(List<AccuracyVariant> variants, FloatReferences floats) {
    List<CocoRow> rows = new ArrayList<>();
    for (AccuracyVariant variant : variants) {
      String fingerprint = Fingerprint.of(List.of(setting, variant.fingerprint()));
      rows.add(report.cocoRow(fingerprint).orElseGet(() -> judged(variant, fingerprint, floats)));
    }
    return rows;
  }

  private CocoRow judged(AccuracyVariant variant, String fingerprint, FloatReferences floats) {
    CocoScores scores;
    try (ImageEncoder encoder = variant.encoder().get();
        VariantDecoder decoder = VariantDecoder.of(variant, floats::decoder);
        ProgressListener.Task task =
            progress.start("COCO, " + variant.text(), benchmark.images())) {
      MaskDecoder masks = decoder.get();
      scores = benchmark.judge(encoder, masks, task);
    }
    CocoRow row =
        new CocoRow(
            variant.bits(),
            variant.scope(),
            variant.method(),
            scores,
            benchmark.images(),
            benchmark.detections(),
            fingerprint);
    report.add(row);
    return row;
  }
}
