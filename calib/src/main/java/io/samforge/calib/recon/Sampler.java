package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.samforge.host.run.FloatTensor;
import java.util.Random;

/** Chooses the part of an image's samples for which a unit is computed. */
interface Sampler {
  /** Draws a part. */
  Selection draw(Random random);

  /** Returns what messages say of the parts. */
  String text();

  /** The whole of every image. */
  record Everything() implements Sampler, Selection {
    @Override
    public Selection draw(Random random) {
      return this;
    }

    @Override
    public String text() {
      return "whole images";
    }

    @Override
    public NDArray input(NDManager manager, FloatTensor whole) {
      return TorchEngine.owned(manager, whole.data(), new Shape(whole.shape()));
    }

    @Override
    public NDArray target(NDManager manager, FloatTensor whole) {
      return input(manager, whole);
    }

    @Override
    public NDArray counted(NDArray computed, NDArray target) {
      return computed.reshape(target.getShape());
    }
  }
}
