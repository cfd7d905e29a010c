package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.samforge.host.run.FloatTensor;
import java.util.Random;

/**
 * Chooses squares of pictures [1][channels][height][width]. Convolutions see zeros beyond the edges
 * of a square, so a margin of the output does not count.
 *
 * @param height rows of the output
 * @param width columns of the output
 * @param stride rows of the input for one of the output
 * @param side rows and columns of the square, in pixels of the output
 * @param margin pixels of the output at each side that do not count
 */
record CropSampler(int height, int width, int stride, int side, int margin) implements Sampler {
  @Override
  public Selection draw(Random random) {
    return new Crop(random.nextInt(height - side + 1), random.nextInt(width - side + 1));
  }

  @Override
  public String text() {
    return "squares of %d x %d pixels".formatted(side - 2 * margin, side - 2 * margin);
  }

  /** One square. */
  private final class Crop implements Selection {
    private final int top;
    private final int left;

    Crop(int top, int left) {
      this.top = top;
      this.left = left;
    }

    @Override
    public NDArray input(NDManager manager, FloatTensor whole) {
      return cut(manager, whole, top * stride, left * stride, side * stride);
    }

    @Override
    public NDArray target(NDManager manager, FloatTensor whole) {
      return cut(manager, whole, top + margin, left + margin, side - 2 * margin);
    }

    @Override
    public NDArray counted(NDArray computed, NDArray target) {
      NDArray rows = SelectionOperators.slice(computed, 2, margin, side - margin, 1);
      return SelectionOperators.slice(rows, 3, margin, side - margin, 1);
    }
  }

  private static NDArray cut(NDManager manager, FloatTensor whole, int top, int left, int side) {
    int planes = Math.toIntExact(whole.shape().get(1));
    int rows = Math.toIntExact(whole.shape().get(2));
    int columns = Math.toIntExact(whole.shape().get(3));
    float[] values = new float[planes * side * side];
    int at = 0;
    for (int plane = 0; plane < planes; plane++) {
      for (int y = top; y < top + side; y++) {
        System.arraycopy(whole.data(), (plane * rows + y) * columns + left, values, at, side);
        at += side;
      }
    }
    return TorchEngine.owned(manager, values, new Shape(1, planes, side, side));
  }
}
