package io.samforge.eval.mask;

import io.samforge.calib.model.Photograph;
import io.samforge.host.run.FloatTensor;

/** The image encoder of Segment Anything. Called from one thread. */
public interface ImageEncoder extends AutoCloseable {
  /** The embedding of {@code photograph}, shape [1,256,64,64]. */
  FloatTensor encode(Photograph photograph);

  @Override
  default void close() {}
}
