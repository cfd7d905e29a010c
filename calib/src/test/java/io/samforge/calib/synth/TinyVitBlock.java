package io.samforge.calib.synth;

import java.util.List;

/** Writes one block of window attention of a {@link TinyVit}. */
final class TinyVitBlock {
  private final TinyVit net;
  private final Layers block;
  private final ShapeArithmetic shapes;
  private final int stage;
  private final int channels;
  private final int window;

  TinyVitBlock(TinyVit net, Layers block, int stage) {
    this.net = net;
    this.block = block;
    this.shapes = block.shapes();
    this.stage = stage;
    channels = net.dims().get(stage);
    window = net.windows().get(stage);
  }

  /** The block of tokens {@code [batch, tokens, channels]}. */
  String of(String x) {
    Operators at = block.at();
    int pixels = net.side(stage) * net.side(stage);
    Dimension batch = shapes.of(x, 0, net.batch());
    Dimension tokens = shapes.of(x, 1, pixels);
    Dimension width = shapes.of(x, 2, channels);
    String attended =
        window == net.side(stage)
            ? attention(x, net.batch())
            : shapes.reshape(inWindows(x, batch, width), batch, tokens, width);
    String sum = at.apply("Add", x, attended);

    Dimension side = Dimension.of(net.side(stage));
    String image = shapes.reshape(at.transpose(sum, 0, 2, 1), batch, width, side, side);
    String mixed = block.in("local_conv").convolution(image, "c", Kernel.depthwise(channels, 1));
    String local = at.transpose(shapes.reshape(mixed, batch, width, tokens), 0, 2, 1);

    Layers mlp = block.in("mlp");
    int hidden = channels * net.ratio();
    String normal = mlp.layerNorm(local, "norm", channels);
    String wide = mlp.gelu(mlp.linear(normal, "fc1", hidden, channels), "act");
    return at.apply("Add", local, mlp.linear(wide, "fc2", channels, hidden));
  }

  private String inWindows(String x, Dimension batch, Dimension width) {
    Dimension side = Dimension.of(net.side(stage));
    WindowPartition partition = new WindowPartition(block.at(), window, side, side, width);
    Dimension windows = shapes.times(batch, partition.windows());
    String image = shapes.reshape(x, batch, side, side, width);
    String cut = partition.cut(image, batch, windows, Dimension.of((long) window * window), width);
    return partition.join(attention(cut, windows.size()), batch, width);
  }

  /** Attention of {@code windows} windows (-1: open) {@code [window * window, channels]}. */
  private String attention(String x, long windows) {
    Layers layer = block.in("attn");
    Operators at = layer.at();
    ShapeArithmetic inside = layer.shapes();
    int heads = net.heads().get(stage);
    int headDim = channels / heads;
    Dimension count = inside.of(x, 0, windows);
    Dimension tokens = inside.of(x, 1, (long) window * window);

    String normal = layer.layerNorm(x, "norm", channels);
    String qkv = layer.linear(normal, "qkv", 3 * channels, channels);
    Dimension all = inside.rest(3L * headDim);
    String perHead = inside.reshape(qkv, count, tokens, Dimension.of(heads), all);
    List<String> parts = at.split(perHead, 3, 3, headDim);
    String q = at.transpose(parts.get(0), 0, 2, 1, 3);
    String v = at.transpose(parts.get(2), 0, 2, 1, 3);
    String logits = at.apply("MatMul", q, at.transpose(parts.get(1), 0, 2, 3, 1));
    String scaled = at.apply("Mul", logits, at.constant((float) (1 / Math.sqrt(headDim))));
    TinyVitBiases biases = new TinyVitBiases(window, heads);
    float[] pairs = biases.pairs(layer.random(), layer.name("attention_biases"));
    long size = (long) window * window;
    String biased = at.apply("Add", scaled, at.constant(pairs, heads, size, size));
    String values = at.apply("MatMul", at.softmax(biased), v);
    String joined = at.transpose(values, 0, 2, 1, 3);
    return layer.linear(
        inside.reshape(joined, count, tokens, Dimension.of(channels)), "proj", channels, channels);
  }
}
