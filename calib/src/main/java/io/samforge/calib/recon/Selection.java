package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.samforge.host.run.FloatTensor;

/** A part of an image's samples for which a unit is computed. */
interface Selection {
  /** Returns what the unit reads of an input. */
  NDArray input(NDManager manager, FloatTensor whole);

  /** Returns the part of an output that the unit computes correctly for this selection. */
  NDArray target(NDManager manager, FloatTensor whole);

  /** Returns that part of what was computed, in the shape of the target. */
  NDArray counted(NDArray computed, NDArray target);
}
