package io.samforge.host.mask;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Turns the logits of the mask decoder into a mask of the original picture: bilinear to 1024 x
 * 1024, the padding cut off, bilinear to the size of the original, positive values belong to the
 * object. Sample positions are half-pixel centres ({@code align_corners} false), as in training.
 *
 * <p>All processors share the rows of the original.
 */
public final class MaskUpsampler {
  /** Side of the square of logits. */
  public static final int SIDE = 256;

  private MaskUpsampler() {}

  /**
   * The mask of a picture.
   *
   * @param logits shape [256][256]
   * @param image size of the original
   */
  public static Mask upsample(float[] logits, ImageSize image) {
    if (logits.length != SIDE * SIDE) {
      throw new IllegalArgumentException("not 256 x 256 logits: " + logits.length);
    }
    Axis frameColumns = new Axis(SIDE, ImageSize.FRAME, image.frameWidth());
    Axis frameRows = new Axis(SIDE, ImageSize.FRAME, image.frameHeight());
    int stride = image.frameWidth();
    float[] frame = new float[stride * image.frameHeight()];
    for (int y = 0; y < image.frameHeight(); y++) {
      float[] row = frameColumns.apply(frameRows.blend(logits, SIDE, y));
      System.arraycopy(row, 0, frame, y * stride, stride);
    }
    Axis columns = new Axis(stride, image.width(), image.width());
    Axis rows = new Axis(image.frameHeight(), image.height(), image.height());
    BitSet[] lines =
        IntStream.range(0, image.height())
            .parallel()
            .mapToObj(y -> positive(columns.apply(rows.blend(frame, stride, y))))
            .toArray(BitSet[]::new);
    return join(lines, image);
  }

  private static BitSet positive(float[] row) {
    BitSet bits = new BitSet(row.length);
    for (int x = 0; x < row.length; x++) {
      if (row[x] > 0) {
        bits.set(x);
      }
    }
    return bits;
  }

  private static Mask join(BitSet[] lines, ImageSize image) {
    BitSet pixels = new BitSet(Math.toIntExact(image.pixels()));
    for (int y = 0; y < lines.length; y++) {
      int start = y * image.width();
      int from = lines[y].nextSetBit(0);
      while (from >= 0) {
        int to = lines[y].nextClearBit(from);
        pixels.set(start + from, start + to);
        from = lines[y].nextSetBit(to);
      }
    }
    return new Mask(image, pixels);
  }

  /** Two neighbours and their weight for every sample along one axis. */
  private static final class Axis {
    private final int[] low;
    private final int[] high;
    private final float[] weight;

    /** Scales {@code from} samples to {@code to}, of which the first {@code used} are made. */
    Axis(int from, int to, int used) {
      low = new int[used];
      high = new int[used];
      weight = new float[used];
      for (int i = 0; i < used; i++) {
        double at = Math.max(0, (i + 0.5) * from / to - 0.5);
        low[i] = Math.min(from - 1, (int) at);
        high[i] = Math.min(from - 1, low[i] + 1);
        weight[i] = (float) (at - low[i]);
      }
    }

    /** Sample {@code i} between two rows of {@code plane}, shape [rows][stride]. */
    float[] blend(float[] plane, int stride, int i) {
      float[] row = new float[stride];
      int above = low[i] * stride;
      int below = high[i] * stride;
      for (int x = 0; x < stride; x++) {
        row[x] = plane[above + x] + weight[i] * (plane[below + x] - plane[above + x]);
      }
      return row;
    }

    /** All samples along {@code line}. */
    float[] apply(float[] line) {
      float[] scaled = new float[low.length];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = line[low[i]] + weight[i] * (line[high[i]] - line[low[i]]);
      }
      return scaled;
    }
  }
}
