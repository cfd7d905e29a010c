package io.samforge.eval.mask;

import io.samforge.host.mask.MaskDecoder;
import java.util.OptionalLong;

/** An image encoder and the mask decoder that belongs to it. Closing it closes both. */
public interface SegmentationModel extends AutoCloseable {
  /** The image encoder. */
  ImageEncoder encoder();

  /** The mask decoder. */
  MaskDecoder decoder();

  /** Clock cycles of the accelerator so far; empty if nothing counts them. */
  default OptionalLong cycles() {
    return OptionalLong.empty();
  }

  @Override
  default void close() {
    encoder().close();
    decoder().close();
  }
}
