package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.samforge.host.run.FloatTensor;
import java.util.Arrays;
import java.util.Random;

/**
 * Chooses independent samples: tokens, or windows of an attention. They come first in the row-major
 * order of every input and output of the unit.
 *
 * @param samples number of samples in an image
 * @param count number of samples to choose
 */
record SliceSampler(int samples, int count) implements Sampler {
  @Override
  public Selection draw(Random random) {
    int[] all = new int[samples];
    Arrays.setAll(all, i -> i);
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(samples - i);
      int chosen = all[other];
      all[other] = all[i];
      all[i] = chosen;
    }
    return new Slices(Arrays.copyOf(all, count));
  }

  @Override
  public String text() {
    return "%d of %d samples".formatted(count, samples);
  }

  /** Some samples by their numbers. */
  private final class Slices implements Selection {
    private final int[] chosen;

    Slices(int[] chosen) {
      this.chosen = chosen;
    }

    @Override
    public NDArray input(NDManager manager, FloatTensor whole) {
      int size = whole.data().length / samples;
      float[] values = new float[size * chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        System.arraycopy(whole.data(), chosen[i] * size, values, i * size, size);
      }
      return TorchEngine.owned(manager, values, ShapeFit.of(whole.shape(), values.length));
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
