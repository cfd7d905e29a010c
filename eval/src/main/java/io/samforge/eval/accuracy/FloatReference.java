package io.samforge.eval.accuracy;

import io.samforge.host.mask.RunLengths;
import io.samforge.host.run.FloatTensor;
import java.util.List;

/**
 * What the float model makes of a photograph.
 *
 * @param embedding output of the image encoder
 * @param masks one for each prompt
 */
record FloatReference(FloatTensor embedding, List<RunLengths> masks) {
  /** Copies the list. */
  FloatReference {
    masks = List.copyOf(masks);
  }
}
