package io.samforge.calib.synth;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The encoder of {@link TinyVit} computed token by token in doubles. */
final class NaiveTinyVit {
  private final TinyVit net;
  private final NaiveLayers layers;

  NaiveTinyVit(TinyVit net) {
    this.net = net;
    layers = new NaiveLayers(new RandomWeights(net.seed()));
  }

  /** The embedding {@code [row][column][channel]} of an image {@code [row][column][colour]}. */
  double[][][] run(double[][][] image) {
    int first = net.dims().get(0);
    double[][][] half =
        layers.convolution(image, "patch_embed.seq.seq.0.c", Kernel.full(first / 2, 3, 2));
    double[][][] x =
        layers.convolution(
            each(half, NaiveLayers::gelu),
            "patch_embed.seq.seq.2.c",
            Kernel.full(first, first / 2, 2));
    for (int stage = 0; stage < 4; stage++) {
      String name = "layers." + stage;
      for (int block = 0; block < net.depths().get(stage); block++) {
        String blockName = name + ".blocks." + block;
        x = stage == 0 ? bottleneck(x, blockName) : attentionBlock(x, blockName, stage);
      }
      x = stage < 3 ? reduced(x, name + ".downsample", stage) : x;
    }
    int last = net.dims().get(3);
    Kernel narrowing = Kernel.pointwise(net.neck(), last).withoutBias();
    Kernel mixing = Kernel.full(net.neck(), net.neck(), 1).withoutBias();
    double[][][] narrow =
        normalised(layers.convolution(x, "neck.neck.0", narrowing), "neck.neck.1");
    return normalised(layers.convolution(narrow, "neck.neck.2", mixing), "neck.neck.3");
  }

  private static double[][][] each(double[][][] x, UnaryOperator<double[]> function) {
    return Arrays.stream(x)
        .map(row -> Arrays.stream(row).map(function).toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  private double[][][] normalised(double[][][] x, String name) {
    return each(x, token -> layers.norm(token, name));
  }

  private static double[][][] sum(double[][][] a, double[][][] b) {
    double[][][] result = new double[a.length][a.length][];
    for (int row = 0; row < a.length; row++) {
      for (int column = 0; column < a.length; column++) {
        result[row][column] = NaiveLayers.sum(a[row][column], b[row][column]);
      }
    }
    return result;
  }

  private double[][][] bottleneck(double[][][] x, String name) {
    int channels = net.dims().get(0);
    int wide = channels * net.ratio();
    double[][][] expanded =
        layers.convolution(x, name + ".conv1.c", Kernel.pointwise(wide, channels));
    double[][][] mixed =
        layers.convolution(
            each(expanded, NaiveLayers::gelu), name + ".conv2.c", Kernel.depthwise(wide, 1));
    double[][][] narrow =
        layers.convolution(
            each(mixed, NaiveLayers::gelu), name + ".conv3.c", Kernel.pointwise(channels, wide));
    return each(sum(narrow, x), NaiveLayers::gelu);
  }

  private double[][][] reduced(double[][][] x, String name, int stage) {
    int outputs = net.dims().get(stage + 1);
    double[][][] widened =
        layers.convolution(x, name + ".conv1.c", Kernel.pointwise(outputs, net.dims().get(stage)));
    int stride = stage < 2 ? 2 : 1;
    double[][][] fewer =
        layers.convolution(
            each(widened, NaiveLayers::gelu), name + ".conv2.c", Kernel.depthwise(outputs, stride));
    return layers.convolution(
        each(fewer, NaiveLayers::gelu), name + ".conv3.c", Kernel.pointwise(outputs, outputs));
  }

  private double[][][] attentionBlock(double[][][] x, String name, int stage) {
    int channels = net.dims().get(stage);
    int window = net.windows().get(stage);
    double[][][] attended = new double[x.length][x.length][];
    for (int top = 0; top < x.length; top += window) {
      for (int left = 0; left < x.length; left += window) {
        attend(x, name + ".attn", stage, top, left, attended);
      }
    }
    double[][][] local =
        layers.convolution(sum(x, attended), name + ".local_conv.c", Kernel.depthwise(channels, 1));
    return each(
        local,
        token -> {
          double[] normal = layers.norm(token, name + ".mlp.norm");
          double[] wide = layers.linear(normal, name + ".mlp.fc1", channels * net.ratio());
          double[] narrow = layers.linear(NaiveLayers.gelu(wide), name + ".mlp.fc2", channels);
          return NaiveLayers.sum(token, narrow);
        });
  }

  private void attend(
      double[][][] x, String name, int stage, int top, int left, double[][][] result) {
    int window = net.windows().get(stage);
    int channels = net.dims().get(stage);
    double[][] qkv = new double[window * window][];
    for (int t = 0; t < qkv.length; t++) {
      int row = top + t / window;
      int column = left + t % window;
      boolean inside = row < x.length && column < x.length;
      double[] token = inside ? x[row][column] : new double[channels];
      qkv[t] = layers.linear(layers.norm(token, name + ".norm"), name + ".qkv", 3 * channels);
    }
    TinyVitBiases biases = new TinyVitBiases(window, net.heads().get(stage));
    float[] pairs = biases.pairs(layers.random(), name + ".attention_biases");
    for (int query = 0; query < qkv.length; query++) {
      int row = top + query / window;
      int column = left + query % window;
      if (row < x.length && column < x.length) {
        double[] values = values(qkv, query, net.heads().get(stage), pairs);
        result[row][column] = layers.linear(values, name + ".proj", channels);
      }
    }
  }

  /** What all heads find for one query; a head's q, k and v lie behind each other in a token. */
  private static double[] values(double[][] qkv, int query, int heads, float[] pairs) {
    int headDim = qkv[0].length / 3 / heads;
    double[] values = new double[heads * headDim];
    for (int head = 0; head < heads; head++) {
      int first = 3 * head * headDim;
      double[] logits = new double[qkv.length];
      for (int key = 0; key < qkv.length; key++) {
        for (int c = 0; c < headDim; c++) {
          logits[key] += qkv[query][first + c] * qkv[key][first + headDim + c];
        }
        logits[key] /= Math.sqrt(headDim);
        logits[key] += pairs[(head * qkv.length + query) * qkv.length + key];
      }
      double[] p = NaiveLayers.softmax(logits);
      for (int key = 0; key < qkv.length; key++) {
        for (int c = 0; c < headDim; c++) {
          values[head * headDim + c] += p[key] * qkv[key][first + 2 * headDim + c];
        }
      }
    }
    return values;
  }
}
