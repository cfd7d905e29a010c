package io.samforge.calib.synth;

/** Writes the transformer of a {@link MaskDecoder}: tokens attend to pixels and the other way. */
final class TwoWayTransformer {
  private static final int OPEN = -1;

  private final MaskDecoder net;
  private final Layers layers;
  private final int pixelCount;

  TwoWayTransformer(MaskDecoder net, Layers layers) {
    this.net = net;
    this.layers = layers;
    pixelCount = net.embedding() * net.embedding();
  }

  /**
   * The two results.
   *
   * @param tokens {@code [1, tokens, dim]}
   * @param pixels {@code [1, pixels, dim]}
   */
  record Streams(String tokens, String pixels) {}

  /** Runs all blocks; the tokens are also their own positions. */
  Streams of(String tokens, String pixels, String positions) {
    Streams streams = new Streams(tokens, pixels);
    for (int index = 0; index < net.depth(); index++) {
      streams = block(layers.in("layers." + index), index, streams, tokens, positions);
    }
    String q = add(layers, streams.tokens(), tokens);
    String k = add(layers, streams.pixels(), positions);
    String attended =
        attention(
            layers.in("final_attn_token_to_image"), 2, q, OPEN, k, streams.pixels(), pixelCount);
    String sum = add(layers, streams.tokens(), attended);
    return new Streams(layers.layerNorm(sum, "norm_final_attn", net.dim()), streams.pixels());
  }

  private static String add(Layers scope, String a, String b) {
    return scope.at().apply("Add", a, b);
  }

  private Streams block(
      Layers block, int index, Streams in, String tokenPositions, String pixelPositions) {
    String x = block.layerNorm(selfAttention(block, index, in, tokenPositions), "norm1", net.dim());
    String k = add(block, in.pixels(), pixelPositions);
    Layers toImage = block.in("cross_attn_token_to_image");
    String seen =
        attention(toImage, 2, add(block, x, tokenPositions), OPEN, k, in.pixels(), pixelCount);
    x = block.layerNorm(add(block, x, seen), "norm2", net.dim());

    Layers mlp = block.in("mlp");
    String wide = mlp.in("act").at().apply("Relu", mlp.linear(x, "lin1", net.mlp(), net.dim()));
    String narrow = mlp.linear(wide, "lin2", net.dim(), net.mlp());
    x = block.layerNorm(add(block, x, narrow), "norm3", net.dim());

    Layers toTokens = block.in("cross_attn_image_to_token");
    String told = attention(toTokens, 2, k, pixelCount, add(block, x, tokenPositions), x, OPEN);
    return new Streams(x, block.layerNorm(add(block, in.pixels(), told), "norm4", net.dim()));
  }

  /** The first block attends without positions and without a residual sum. */
  private String selfAttention(Layers block, int index, Streams in, String positions) {
    Layers self = block.in("self_attn");
    String x = in.tokens();
    if (index == 0) {
      return attention(self, 1, x, OPEN, x, x, OPEN);
    }
    String q = add(block, x, positions);
    return add(block, x, attention(self, 1, q, OPEN, q, x, OPEN));
  }

  /**
   * Attention with 1 / {@code reduction} of the channels inside.
   *
   * @param queries the number of queries, or -1 if it is open
   * @param keys the number of keys and values, or -1 if it is open
   */
  private String attention(
      Layers scope, int reduction, String q, int queries, String k, String v, int keys) {
    Operators at = scope.at();
    ShapeArithmetic shapes = scope.shapes();
    int inner = net.dim() / reduction;
    String query = heads(scope, scope.linear(q, "q_proj", inner, net.dim()), queries, inner);
    String key = heads(scope, scope.linear(k, "k_proj", inner, net.dim()), keys, inner);
    String value = heads(scope, scope.linear(v, "v_proj", inner, net.dim()), keys, inner);
    String logits =
        at.apply("MatMul", at.transpose(query, 0, 2, 1, 3), at.transpose(key, 0, 2, 3, 1));
    float root = (float) Math.sqrt(inner / (double) net.heads());
    String p = at.softmax(at.apply("Div", logits, at.constant(root)));
    String found = at.apply("MatMul", p, at.transpose(value, 0, 2, 1, 3));

    Dimension batch = shapes.of(found, 0, 1);
    Dimension heads = shapes.of(found, 1, net.heads());
    Dimension tokens = shapes.of(found, 2, queries);
    Dimension perHead = shapes.of(found, 3, inner / net.heads());
    String joined =
        shapes.reshape(
            at.transpose(found, 0, 2, 1, 3), batch, tokens, shapes.times(heads, perHead));
    return scope.linear(joined, "out_proj", net.dim(), inner);
  }

  /** {@code [1, count, inner]} as {@code [1, count, heads, inner / heads]}. */
  private String heads(Layers scope, String x, int count, int inner) {
    ShapeArithmetic shapes = scope.shapes();
    Dimension heads = Dimension.of(net.heads());
    Dimension perHead = shapes.over(shapes.of(x, 2, inner), heads);
    return shapes.reshape(x, shapes.of(x, 0, 1), shapes.of(x, 1, count), heads, perHead);
  }
}
