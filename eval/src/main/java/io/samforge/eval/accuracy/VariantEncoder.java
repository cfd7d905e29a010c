package io.samforge.eval.accuracy;

import io.samforge.calib.model.Photograph;
import io.samforge.calib.plan.StepQuality;
import io.samforge.eval.mask.ImageEncoder;
import io.samforge.host.run.FloatTensor;
import java.util.List;

/**
 * The image encoder of a variant and what it costs on the array.
 *
 * @param encoder computes embeddings; closed with this
 * @param passes how often the array passes over a product of a channel and an output, weighted by
 *     multiply-accumulates; NaN for what does not run on the accelerator
 */
public record VariantEncoder(ImageEncoder encoder, double passes) implements ImageEncoder {
  /** An encoder that does not run on the accelerator. */
  static VariantEncoder onHost(ImageEncoder encoder) {
    return new VariantEncoder(encoder, Double.NaN);
  }

  /** Mean of {@link StepQuality#passes} over the multiply-accumulates of all steps. */
  static double passes(List<StepQuality> steps) {
    double macs = 0;
    double passed = 0;
    for (StepQuality step : steps) {
      macs += step.macs();
      passed += step.macs() * step.passes();
    }
    return passed / macs;
  }

  @Override
  public FloatTensor encode(Photograph photograph) {
    return encoder.encode(photograph);
  }

  @Override
  public void close() {
    encoder.close();
  }
}
