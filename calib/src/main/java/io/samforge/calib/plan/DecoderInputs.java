package io.samforge.calib.plan;

import io.samforge.arch.model.TensorShape;
import io.samforge.calib.capture.CalibrationImage;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.capture.CaptureInput;
import io.samforge.calib.model.Photograph;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The prompts on which a mask decoder is calibrated: some points on every calibration image. */
final class DecoderInputs {
  /** Points on an image. */
  private static final int POINTS = 2;

  /** Steps of an additive sequence that fills a square evenly. */
  private static final double STEP_X = 0.7548776662466927;

  private static final double STEP_Y = 0.5698402909980532;

  private DecoderInputs() {}

  /**
   * The inputs for all images.
   *
   * @param inputs the inputs of the decoder
   * @param samples samples of the encoder on the same images, which hold the embeddings
   * @param embedding the output of the encoder
   */
  static List<CaptureInput> of(
      List<TensorShape> inputs,
      List<CalibrationImage> images,
      CalibrationSamples samples,
      TensorShape embedding) {
    String shapes = inputs.stream().map(TensorShape::toString).collect(Collectors.joining());
    List<CaptureInput> all = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      int image = i;
      Photograph photograph = images.get(i).load();
      ImageSize size = new ImageSize(photograph.width(), photograph.height());
      for (int p = 0; p < POINTS; p++) {
        double x = (0.5 + STEP_X * all.size()) % 1 * size.width();
        double y = (0.5 + STEP_Y * all.size()) % 1 * size.height();
        all.add(
            new DecoderInput(
                inputs,
                images.get(i).name(),
                samples.identity() + shapes,
                () -> samples.output(image, embedding),
                Prompt.point(size, Math.floor(x), Math.floor(y))));
      }
    }
    return all;
  }
}
