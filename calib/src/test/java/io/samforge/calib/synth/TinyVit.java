package io.samforge.calib.synth;

import io.samforge.arch.UserError;
import java.util.List;

/**
 * An image encoder like MobileSAM's: a stage of inverted bottlenecks, then stages of window
 * attention with additive biases and depthwise convolutions, between them convolutions that reduce
 * the resolution, and SAM's neck. The weights are random.
 *
 * <p>Input {@code input [batch, 3, image, image]}, output {@code output [batch, neck, image / 16,
 * image / 16]}.
 *
 * @param image side of the image in pixels, a multiple of 16
 * @param dims channels of each of the four stages
 * @param depths blocks of each stage
 * @param heads attention heads of each stage; the first stage has none
 * @param windows side of the attention windows of each stage; the first stage has none
 * @param ratio channels between fc1 and fc2 and inside a bottleneck, as a multiple of the stage's
 * @param neck channels of the output
 * @param batch images at once, or {@link SamVit#OPEN}
 * @param seed chooses the weights
 * @param style how the graph is written
 */
public record TinyVit(
    int image,
    List<Integer> dims,
    List<Integer> depths,
    List<Integer> heads,
    List<Integer> windows,
    int ratio,
    int neck,
    int batch,
    long seed,
    ExportStyle style) {
  private static final int STAGES = 4;
  private static final int REDUCTION = 16;

  /** Refuses sizes that do not fit each other. */
  public TinyVit {
    dims = List.copyOf(dims);
    depths = List.copyOf(depths);
    heads = List.copyOf(heads);
    windows = List.copyOf(windows);
    if (image % REDUCTION != 0) {
      throw new UserError("image side %d; allowed: multiples of %d".formatted(image, REDUCTION));
    }
    for (List<Integer> perStage : List.of(dims, depths, heads, windows)) {
      if (perStage.size() != STAGES) {
        throw new UserError("%s: one number for each of 4 stages is needed".formatted(perStage));
      }
    }
    for (int stage = 1; stage < STAGES; stage++) {
      if (dims.get(stage) % heads.get(stage) != 0) {
        throw new UserError(
            "%d heads; allowed: divisors of %d channels"
                .formatted(heads.get(stage), dims.get(stage)));
      }
    }
  }

  /** One block a stage on an image of 64 x 64; padded, whole and again padded windows. */
  public static TinyVit tiny() {
    return new TinyVit(
        64,
        List.of(16, 24, 32, 40),
        List.of(1, 1, 1, 1),
        List.of(0, 3, 4, 5),
        List.of(0, 3, 4, 3),
        4,
        32,
        SamVit.OPEN,
        1,
        ExportStyle.DECOMPOSED);
  }

  /** The sizes of MobileSAM: 6 million weights. */
  public static TinyVit mobileSam() {
    return new TinyVit(
        1024,
        List.of(64, 128, 160, 320),
        List.of(2, 2, 6, 2),
        List.of(0, 4, 5, 10),
        List.of(0, 7, 14, 7),
        4,
        256,
        SamVit.OPEN,
        1,
        ExportStyle.DECOMPOSED);
  }

  /** The same network written in another style. */
  public TinyVit with(ExportStyle other) {
    return new TinyVit(image, dims, depths, heads, windows, ratio, neck, batch, seed, other);
  }

  /** The same network with other weights. */
  public TinyVit withSeed(long other) {
    return new TinyVit(image, dims, depths, heads, windows, ratio, neck, batch, other, style);
  }

  /** The same network for a fixed number of images, or {@link SamVit#OPEN}. */
  public TinyVit withBatch(int other) {
    return new TinyVit(image, dims, depths, heads, windows, ratio, neck, other, seed, style);
  }

  int stages() {
    return STAGES;
  }

  /** Rows and columns of the feature map of a stage; the last two stages have the same. */
  int side(int stage) {
    return image / Math.min(4 << stage, REDUCTION);
  }

  /** The stride of the convolution behind a stage. */
  int stride(int stage) {
    return side(stage) / side(stage + 1);
  }

  /** Writes the network as an ONNX model. */
  public SyntheticModel model() {
    return new TinyVitGraph(this).model();
  }
}
