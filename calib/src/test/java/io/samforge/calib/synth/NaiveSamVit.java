package io.samforge.calib.synth;

import java.util.Arrays;

/**
 * SAM's image encoder computed token by token in doubles, without any of the tensor rearrangements
 * of the exported graph.
 */
final class NaiveSamVit {
  private final SamVit net;
  private final NaiveLayers layers;

  NaiveSamVit(SamVit net) {
    this.net = net;
    layers = new NaiveLayers(new RandomWeights(net.seed()));
  }

  /** The embedding {@code [row][column][channel]} of an image {@code [row][column][colour]}. */
  double[][][] run(double[][][] image) {
    int grid = net.grid();
    Kernel patches = new Kernel(net.dim(), 3, net.patch(), net.patch(), 0, 1, true);
    double[][][] x = layers.convolution(image, "patch_embed.proj", patches);
    float[] positions =
        layers.random().normal("pos_embed", grid * grid * net.dim(), 0, SamVitTables.POSITION);
    for (int i = 0; i < positions.length; i++) {
      x[i / net.dim() / grid][i / net.dim() % grid][i % net.dim()] += positions[i];
    }
    for (int block = 0; block < net.depth(); block++) {
      x = block(x, block);
    }
    double[][][] narrow =
        layers.convolution(x, "neck.neck.0", Kernel.pointwise(net.neck(), net.dim()).withoutBias());
    double[][][] mixed =
        layers.convolution(
            normalised(narrow, "neck.neck.1"),
            "neck.neck.2",
            Kernel.full(net.neck(), net.neck(), 1).withoutBias());
    return normalised(mixed, "neck.neck.3");
  }

  private double[][][] normalised(double[][][] x, String name) {
    return Arrays.stream(x)
        .map(row -> Arrays.stream(row).map(t -> layers.norm(t, name)).toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  private double[][][] block(double[][][] x, int index) {
    String name = "blocks." + index;
    int grid = net.grid();
    int side = net.globalBlocks().contains(index) ? grid : net.window();
    double[][][] normal = normalised(x, name + ".norm1");
    double[][][] result = new double[grid][grid][];
    for (int top = 0; top < grid; top += side) {
      for (int left = 0; left < grid; left += side) {
        attend(window(normal, top, left, side), name + ".attn", top, left, result);
      }
    }
    for (int row = 0; row < grid; row++) {
      for (int column = 0; column < grid; column++) {
        double[] sum = NaiveLayers.sum(x[row][column], result[row][column]);
        double[] hidden =
            layers.linear(
                layers.norm(sum, name + ".norm2"), name + ".mlp.lin1", net.dim() * net.mlpRatio());
        double[] narrow = layers.linear(NaiveLayers.gelu(hidden), name + ".mlp.lin2", net.dim());
        result[row][column] = NaiveLayers.sum(sum, narrow);
      }
    }
    return result;
  }

  /** A window of the image; tokens outside of the image are zeros, which attention sees. */
  private double[][][] window(double[][][] x, int top, int left, int side) {
    double[][][] window = new double[side][side][net.dim()];
    for (int row = 0; row < side && top + row < x.length; row++) {
      for (int column = 0; column < side && left + column < x.length; column++) {
        window[row][column] = x[top + row][left + column];
      }
    }
    return window;
  }

  /** Writes the attention of one window to its place in {@code result}. */
  private void attend(double[][][] window, String name, int top, int left, double[][][] result) {
    int side = window.length;
    double[][][] qkv = new double[side * side][3][];
    for (int t = 0; t < side * side; t++) {
      double[] all = layers.linear(window[t / side][t % side], name + ".qkv", 3 * net.dim());
      for (int part = 0; part < 3; part++) {
        qkv[t][part] = Arrays.copyOfRange(all, part * net.dim(), (part + 1) * net.dim());
      }
    }
    SamVitTables tables = new SamVitTables(side, net.headDim());
    float[] vertical = tables.positions(layers.random(), name + ".rel_pos_h");
    float[] horizontal = tables.positions(layers.random(), name + ".rel_pos_w");
    for (int query = 0; query < side * side; query++) {
      int row = top + query / side;
      int column = left + query % side;
      if (row < result.length && column < result.length) {
        double[] values = new double[net.dim()];
        for (int head = 0; head < net.heads(); head++) {
          head(qkv, query, head, vertical, horizontal, values);
        }
        result[row][column] = layers.linear(values, name + ".proj", net.dim());
      }
    }
  }

  private void head(
      double[][][] qkv, int query, int head, float[] vertical, float[] horizontal, double[] out) {
    int side = (int) Math.round(Math.sqrt(qkv.length));
    int first = head * net.headDim();
    double[] logits = new double[qkv.length];
    for (int key = 0; key < qkv.length; key++) {
      int down = query / side - key / side + side - 1;
      int right = query % side - key % side + side - 1;
      for (int c = 0; c < net.headDim(); c++) {
        double q = qkv[query][0][first + c];
        logits[key] += q * qkv[key][1][first + c] / Math.sqrt(net.headDim());
        logits[key] += q * vertical[down * net.headDim() + c];
        logits[key] += q * horizontal[right * net.headDim() + c];
      }
    }
    double[] p = NaiveLayers.softmax(logits);
    for (int key = 0; key < qkv.length; key++) {
      for (int c = 0; c < net.headDim(); c++) {
        out[first + c] += p[key] * qkv[key][2][first + c];
      }
    }
  }
}
