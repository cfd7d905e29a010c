package io.samforge.calib.synth;

import io.samforge.arch.UserError;

/**
 * A prompt encoder and mask decoder like SAM's, with random weights.
 *
 * <p>Inputs {@code image_embeddings [1, dim, embedding, embedding]}, {@code point_coords [1,
 * num_points, 2]} in pixels, {@code point_labels [1, num_points]}, {@code mask_input [1, 1, 4
 * embedding, 4 embedding]}, {@code has_mask_input [1]} and {@code orig_im_size [2]} (height,
 * width). Outputs {@code masks [1, 1, height, width]}, {@code iou_predictions [1, 1]} and {@code
 * low_res_masks [1, 1, 4 embedding, 4 embedding]}.
 *
 * @param image side of the encoder's image in pixels
 * @param embedding side of the embedding
 * @param dim channels, a multiple of 8 and of twice the heads
 * @param heads attention heads
 * @param mlp channels inside the transformer's fully connected layers
 * @param depth blocks of the transformer
 * @param masks masks that are made, of which one is chosen
 * @param seed chooses the weights
 * @param style how the graph is written
 */
public record MaskDecoder(
    int image,
    int embedding,
    int dim,
    int heads,
    int mlp,
    int depth,
    int masks,
    long seed,
    ExportStyle style) {
  private static final int PATCH = 16;
  private static final int MASKS = 4;
  private static final int DEPTH = 2;

  /** Refuses sizes that do not fit each other. */
  public MaskDecoder {
    if (dim % 8 != 0 || dim % (2 * heads) != 0) {
      throw new UserError(
          "%d channels; allowed: multiples of 8 and of %d, twice the heads"
              .formatted(dim, 2 * heads));
    }
  }

  /** A decoder of a few channels for an encoder of a small image. */
  public static MaskDecoder small(int image, int dim) {
    return new MaskDecoder(
        image, image / PATCH, dim, 4, 2 * dim, DEPTH, MASKS, 1, ExportStyle.FUSED_NORM);
  }

  /** The sizes of SAM's: 4 million weights. */
  public static MaskDecoder sam() {
    return new MaskDecoder(1024, 64, 256, 8, 2048, DEPTH, MASKS, 1, ExportStyle.FUSED_NORM);
  }

  /** The same network written in another style. */
  public MaskDecoder with(ExportStyle other) {
    return new MaskDecoder(image, embedding, dim, heads, mlp, depth, masks, seed, other);
  }

  /** The same network with other weights. */
  public MaskDecoder withSeed(long other) {
    return new MaskDecoder(image, embedding, dim, heads, mlp, depth, masks, other, style);
  }

  /** Side of the masks before they are enlarged. */
  public int lowResolution() {
    return 4 * embedding;
  }

  /** Writes the network as an ONNX model. */
  public SyntheticModel model() {
    return new MaskDecoderGraph(this).model();
  }
}
