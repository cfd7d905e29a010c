package io.samforge.host.stream;

import java.util.List;

/**
 * One line of {@code results.jsonl}.
 *
 * @param image file name of the picture
 * @param key SHA-256 of package, picture and prompt: what the mask depends on
 * @param width pixels of the picture
 * @param height pixels of the picture
 * @param prompt what was asked for
 * @param mask file name of the mask; null if there is none
 * @param maskSha256 of the file of the mask; null if there is none
 * @param area pixels of the mask
 * @param predictedIou the decoder's own guess
 * @param milliseconds from the picture to its mask, with all waits
 * @param cycles of the accelerator
 * @param drift layers whose codes lie at the ends of their range more or less often than in
 *     calibration; null when the package does not say how often that was
 * @param colours below 0 when the picture's colours are more like those of negatives of the
 *     calibration pictures, see {@link ColourWatch}; null when the package does not have theirs
 * @param unusual whether there are so many such layers, or such colours, that the mask should not
 *     be trusted; null when neither is known
 * @param error why there is no mask; null if there is one
 */
public record ImageResult(
    String image,
    String key,
    int width,
    int height,
    String prompt,
    String mask,
    String maskSha256,
    long area,
    double predictedIou,
    double milliseconds,
    long cycles,
    List<String> drift,
    Double colours,
    Boolean unusual,
    String error) {
  /** The line of a picture that has no mask. */
  static ImageResult failed(String image, String error) {
    return new ImageResult(image, "", 0, 0, "", null, null, 0, 0, 0, 0, null, null, null, error);
  }
}
