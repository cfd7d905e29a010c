package io.samforge.eval.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The image encoder of a Segment Anything model at 1024 x 1024 pixels, from its published
 * dimensions (Kirillov et al., Segment Anything, arXiv 2304.02643; the encoder is ViTDet's, arXiv
 * 2203.16527): patches of 16 pixels, windows of 14 tokens on a grid of 64 padded to 70, a few
 * global blocks, relative positions in both directions, MLPs four times as wide, a neck of 256.
 *
 * @param name what it is called
 * @param width D, channels of a token
 * @param depth blocks
 * @param heads heads of every attention
 * @param globalBlocks the blocks whose attention sees the whole picture, counted from 0
 */
public record SamEncoder(String name, int width, int depth, int heads, Set<Integer> globalBlocks) {
  /** The encoder with a ViT-B. */
  public static final SamEncoder BASE = new SamEncoder("SAM-B", 768, 12, 12, Set.of(2, 5, 8, 11));

  /** The encoder with a ViT-L. */
  public static final SamEncoder LARGE =
      new SamEncoder("SAM-L", 1024, 24, 16, Set.of(5, 11, 17, 23));

  /** The encoder with a ViT-H. */
  public static final SamEncoder HUGE =
      new SamEncoder("SAM-H", 1280, 32, 16, Set.of(7, 15, 23, 31));

  private static final int PICTURE = 1024;
  private static final int PATCH = 16;
  private static final int COLOURS = 3;
  private static final int GRID = PICTURE / PATCH;
  private static final int WINDOW = 14;
  private static final int MLP_RATIO = 4;
  private static final int NECK = 256;
  private static final int NECK_KERNEL = 3;

  /** Copies the set; refuses heads that do not divide the width. */
  public SamEncoder {
    globalBlocks = Set.copyOf(globalBlocks);
    if (width % heads != 0) {
      throw new IllegalArgumentException(width + " channels for " + heads + " heads");
    }
  }

  /** Returns all products of the encoder. */
  public Network network() {
    int tokens = GRID * GRID;
    List<NetworkLayer> layers = new ArrayList<>();
    layers.add(linear("patch_embed", tokens, COLOURS * PATCH * PATCH, width));
    for (int block = 0; block < depth; block++) {
      String prefix = "blocks." + block + ".";
      if (globalBlocks.contains(block)) {
        attention(layers, prefix, 1, GRID);
      } else {
        int windowsPerSide = (GRID + WINDOW - 1) / WINDOW;
        attention(layers, prefix, windowsPerSide * windowsPerSide, WINDOW);
      }
      int hidden = MLP_RATIO * width;
      layers.add(
          new NetworkLayer(prefix + "fc1", 1, tokens, width, hidden, OperandUse.GROUPED, true));
      layers.add(
          new NetworkLayer(prefix + "fc2", 1, tokens, hidden, width, OperandUse.HYBRID, false));
    }
    layers.add(linear("neck.0", tokens, width, NECK));
    layers.add(linear("neck.2", tokens, NECK * NECK_KERNEL * NECK_KERNEL, NECK));
    return new Network(name, layers);
  }

  /** Adds the attention of a block over some windows of side x side tokens, padding included. */
  private void attention(List<NetworkLayer> layers, String prefix, int windows, int side) {
    int tokens = side * side;
    int inner = width / heads;
    int products = windows * heads;
    layers.add(linear(prefix + "qkv", windows * tokens, width, 3 * width));
    layers.add(NetworkLayer.logits(prefix + "scores", products, tokens, inner, tokens));
    // All queries of one row (or column) meet the same table of relative positions.
    for (String direction : List.of("rel_h", "rel_w")) {
      layers.add(NetworkLayer.logits(prefix + direction, side, products * side, inner, side));
    }
    layers.add(
        new NetworkLayer(
            prefix + "values", products, tokens, tokens, inner, OperandUse.PROBABILITIES, false));
    layers.add(linear(prefix + "proj", windows * tokens, width, width));
  }

  private static NetworkLayer linear(String name, int tokens, int in, int out) {
    return new NetworkLayer(name, 1, tokens, in, out, OperandUse.GROUPED, false);
  }
}
