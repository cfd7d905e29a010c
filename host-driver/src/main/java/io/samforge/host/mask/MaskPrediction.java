package io.samforge.host.mask;

/**
 * What the mask decoder says about one prompt.
 *
 * @param image size of the original picture
 * @param logits shape [256][256]; positive on the object; not copied
 * @param predictedIou the model's own guess of the intersection over union with the right mask
 */
public record MaskPrediction(ImageSize image, float[] logits, float predictedIou) {
  /** Refuses anything but 256 x 256 logits. */
  public MaskPrediction {
    if (logits.length != MaskUpsampler.SIDE * MaskUpsampler.SIDE) {
      throw new IllegalArgumentException("not 256 x 256 logits: " + logits.length);
    }
  }

  /** The mask in pixels of the original picture. */
  public Mask mask() {
    return MaskUpsampler.upsample(logits, image);
  }
}
