package io.samforge.eval.mask;

import io.samforge.calib.model.Photograph;
import io.samforge.host.mask.PackedEncoder;
import io.samforge.host.run.FloatTensor;

/**
 * The image encoder of a model package.
 *
 * @param encoder the encoder; closed with this
 */
public record PackedImageEncoder(PackedEncoder encoder) implements ImageEncoder {
  @Override
  public FloatTensor encode(Photograph photograph) {
    return encoder.encode(photograph.pixels());
  }

  @Override
  public void close() {
    encoder.close();
  }
}
