package io.samforge.calib.synth;

import io.samforge.calib.synth.ExportStyle.Shapes;

/** Writes the part of a {@link MaskDecoder} that embeds points and a mask. */
final class PromptEncoder {
  private static final int NOT_A_POINT = -1;
  private static final int KINDS_OF_POINTS = 4;
  private static final int MASK_CHANNELS = 16;
  private static final float TWO_PI = (float) (2 * Math.PI);

  private final MaskDecoder net;
  private final Layers root;
  private final Operators at;
  private final float[] frequencies;
  private final String matrix;

  PromptEncoder(MaskDecoder net, Layers root) {
    this.net = net;
    this.root = root;
    at = root.at();
    String name = "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix";
    frequencies = root.random().normal(name, net.dim(), 0, 1);
    matrix = at.graph().parameter(name, frequencies, 2, net.dim() / 2);
  }

  /** Points {@code [1, n, 2]} with labels {@code [1, n]} as tokens {@code [1, n, dim]}. */
  String points(String coords, String labels) {
    String centred = at.apply("Add", coords, at.constant(0.5f));
    String relative = at.apply("Div", centred, at.constant(net.image()));
    String doubled = at.apply("Mul", relative, at.constant(2));
    String position = waves(at, at.apply("Sub", doubled, at.constant(1)));
    String everyChannel = at.apply("Expand", at.unsqueeze(labels, -1), at.apply("Shape", position));
    String isPoint = at.apply("Not", at.apply("Equal", everyChannel, at.constant(NOT_A_POINT)));
    String sum = at.apply("Mul", position, at.cast(isPoint, GraphWriter.FLOAT));
    sum = withKind(sum, everyChannel, NOT_A_POINT, "not_a_point_embed");
    for (int kind = 0; kind < KINDS_OF_POINTS; kind++) {
      sum = withKind(sum, everyChannel, kind, "point_embeddings." + kind);
    }
    return sum;
  }

  /** Adds what the network has learned for points of one label. */
  private String withKind(String sum, String labels, int label, String name) {
    String parameter = "prompt_encoder." + name + ".weight";
    float[] values = root.random().normal(parameter, net.dim(), 0, 1);
    String learned = at.graph().parameter(parameter, values, 1, net.dim());
    String selected = at.cast(at.apply("Equal", labels, at.constant(label)), GraphWriter.FLOAT);
    return at.apply("Add", sum, at.apply("Mul", learned, selected));
  }

  /** Sines and cosines of places between -1 and 1 in the last axis. */
  private String waves(Operators scope, String places) {
    String product = scope.apply("MatMul", places, matrix);
    String angle = scope.apply("Mul", product, scope.constant(TWO_PI));
    return scope.concat(-1, scope.apply("Sin", angle), scope.apply("Cos", angle));
  }

  /** The embedding {@code [1, dim, side, side]} of the mask, or of none. */
  String mask(String mask, String hasMask) {
    Layers layers = root.in("mask_downscaling");
    String name = "mask_downscaling.";
    int half = MASK_CHANNELS / 4;
    String fewer = layers.convolution(mask, name + 0, new Kernel(half, 1, 2, 2, 0, 1, true));
    String normal = layers.gelu(layers.channelNorm(fewer, name + 1, half), name + 2);
    Kernel second = new Kernel(MASK_CHANNELS, half, 2, 2, 0, 1, true);
    String fewest = layers.convolution(normal, name + 3, second);
    String small = layers.gelu(layers.channelNorm(fewest, name + 4, MASK_CHANNELS), name + 5);
    String wide = layers.convolution(small, name + 6, Kernel.pointwise(net.dim(), MASK_CHANNELS));

    String given = at.apply("Mul", hasMask, wide);
    float[] values = root.random().normal("no_mask_embed.weight", net.dim(), 0, 0.5);
    String learned = at.graph().folded("Mul", values, 1, net.dim(), 1, 1);
    String missing = at.apply("Sub", at.constant(1), hasMask);
    return at.apply("Add", given, at.apply("Mul", missing, learned));
  }

  /** The positions of the pixels of the embedding, {@code [1, dim, side, side]}. */
  String positions() {
    int side = net.embedding();
    if (at.style().shapes() == Shapes.CONSTANT) {
      return at.graph().folded("Reshape", foldedPositions(), 1, net.dim(), side, side);
    }
    Operators scope = at.in("pe_layer");
    String waves = waves(scope, scope.constant(places(), side, side, 2));
    return at.unsqueeze(scope.transpose(waves, 2, 0, 1), 0);
  }

  /** The middle of every pixel, column before row, between -1 and 1. */
  private float[] places() {
    int side = net.embedding();
    float[] places = new float[side * side * 2];
    for (int pixel = 0; pixel < side * side; pixel++) {
      places[2 * pixel] = (pixel % side + 0.5f) / side * 2 - 1;
      int row = pixel / side;
      places[2 * pixel + 1] = (row + 0.5f) / side * 2 - 1;
    }
    return places;
  }

  private float[] foldedPositions() {
    int pixels = net.embedding() * net.embedding();
    int half = net.dim() / 2;
    float[] places = places();
    float[] result = new float[net.dim() * pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int c = 0; c < half; c++) {
        float product =
            places[2 * pixel] * frequencies[c] + places[2 * pixel + 1] * frequencies[half + c];
        result[c * pixels + pixel] = (float) Math.sin(TWO_PI * product);
        result[(half + c) * pixels + pixel] = (float) Math.cos(TWO_PI * product);
      }
    }
    return result;
  }
}
