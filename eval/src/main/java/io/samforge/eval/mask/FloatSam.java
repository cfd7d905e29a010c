package io.samforge.eval.mask;

import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.OnnxMaskDecoder;

/**
 * The model in floats, in ONNX Runtime: what everything else is measured against.
 *
 * @param encoder the image encoder
 * @param decoder the mask decoder
 */
public record FloatSam(ImageEncoder encoder, MaskDecoder decoder) implements SegmentationModel {
  /**
   * Opens the pinned model.
   *
   * @throws io.samforge.arch.UserError if a file is missing or altered
   */
  public static FloatSam open(ModelStore models) {
    ImageEncoder encoder = OnnxImageEncoder.open(models.locate(ModelFile.ENCODER));
    return new FloatSam(encoder, new OnnxMaskDecoder(models.locate(ModelFile.DECODER)));
  }
}
