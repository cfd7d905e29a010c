package io.samforge.calib.synth;

import io.samforge.arch.UserError;
import java.util.List;

/**
 * SAM's image encoder: a ViT with window attention, global attention in a few blocks and decomposed
 * relative positions, with random weights.
 *
 * <p>Input {@code input [batch, 3, image, image]}, output {@code output [batch, neck, image /
 * patch, image / patch]}.
 *
 * @param image side of the image in pixels
 * @param patch side of a patch in pixels
 * @param dim channels of a token
 * @param depth blocks
 * @param heads attention heads
 * @param window side of an attention window in tokens
 * @param globalBlocks blocks whose attention is over the whole image
 * @param mlpRatio channels between fc1 and fc2, as a multiple of dim
 * @param neck channels of the output
 * @param batch images at once, or {@link #OPEN}
 * @param seed chooses the weights
 * @param style how the graph is written
 */
public record SamVit(
    int image,
    int patch,
    int dim,
    int depth,
    int heads,
    int window,
    List<Integer> globalBlocks,
    int mlpRatio,
    int neck,
    int batch,
    long seed,
    ExportStyle style) {
  /** A batch size that is chosen when the model runs. */
  public static final int OPEN = -1;

  /** Refuses sizes that do not fit each other. */
  public SamVit {
    globalBlocks = List.copyOf(globalBlocks);
    if (image % patch != 0) {
      throw new UserError("image side %d; allowed: multiples of %d".formatted(image, patch));
    }
    if (dim % heads != 0) {
      throw new UserError("%d heads; allowed: divisors of %d channels".formatted(heads, dim));
    }
    if (batch != OPEN && batch < 1) {
      throw new UserError("batch %d; allowed: a number above zero or OPEN".formatted(batch));
    }
  }

  /** Two blocks of 32 channels on an image of 128 x 128, the second one global: milliseconds. */
  public static SamVit tiny() {
    return new SamVit(128, 16, 32, 2, 2, 3, List.of(1), 4, 32, OPEN, 1, ExportStyle.DECOMPOSED);
  }

  /** The sizes of SAM ViT-B: 90 million weights, 360 MB. */
  public static SamVit vitB() {
    return new SamVit(
        1024, 16, 768, 12, 12, 14, List.of(2, 5, 8, 11), 4, 256, OPEN, 1, ExportStyle.DECOMPOSED);
  }

  /** The same network written in another style. */
  public SamVit with(ExportStyle other) {
    return new SamVit(
        image, patch, dim, depth, heads, window, globalBlocks, mlpRatio, neck, batch, seed, other);
  }

  /** The same network with other weights. */
  public SamVit withSeed(long other) {
    return new SamVit(
        image, patch, dim, depth, heads, window, globalBlocks, mlpRatio, neck, batch, other, style);
  }

  /** The same network for a fixed number of images, or {@link #OPEN}. */
  public SamVit withBatch(int other) {
    return new SamVit(
        image, patch, dim, depth, heads, window, globalBlocks, mlpRatio, neck, other, seed, style);
  }

  /** Tokens in a row of the image. */
  public int grid() {
    return image / patch;
  }

  /** Channels of a head. */
  public int headDim() {
    return dim / heads;
  }

  /** Side of the attention windows of a block; the whole image for a global one. */
  int attentionSide(int block) {
    return globalBlocks.contains(block) ? grid() : window;
  }

  /** Writes the network as an ONNX model. */
  public SyntheticModel model() {
    return new SamVitGraph(this).model();
  }
}
