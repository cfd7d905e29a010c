package io.samforge.eval.accuracy;

import io.samforge.host.mask.Mask;
import io.samforge.host.mask.Prompt;

/**
 * How well a mask agrees with that of the float model.
 *
 * @param image the photograph
 * @param prompt what both were asked
 * @param expected mask of the float model
 * @param found mask of the variant
 * @param iou intersection over union
 */
record MaskAgreement(HeldOutImage image, Prompt prompt, Mask expected, Mask found, double iou) {
  /** Compares two masks. */
  static MaskAgreement of(HeldOutImage image, Prompt prompt, Mask expected, Mask found) {
    return new MaskAgreement(image, prompt, expected, found, expected.iou(found));
  }
}
