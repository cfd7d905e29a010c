package io.samforge.calib.synth;

/** Writes the graph of a {@link SamVit}. */
final class SamVitGraph {
  private final SamVit net;
  private final GraphWriter graph;
  private final Layers root;

  SamVitGraph(SamVit net) {
    this.net = net;
    graph = new GraphWriter(net.style());
    root = new Layers(new Operators(graph), new RandomWeights(net.seed()));
  }

  SyntheticModel model() {
    Object batch = net.batch() == SamVit.OPEN ? "batch_size" : net.batch();
    String x = embedded(graph.input("input", batch, 3, net.image(), net.image()));
    for (int block = 0; block < net.depth(); block++) {
      x = block(x, block);
    }
    String output = new Neck(root, net.neck()).of(root.at().transpose(x, 0, 3, 1, 2), net.dim());
    graph.output(output, "output", batch, net.neck(), net.grid(), net.grid());
    return graph.model();
  }

  /** Patches and absolute positions, {@code [batch, grid, grid, dim]}. */
  private String embedded(String image) {
    Layers layer = root.in("patch_embed");
    Kernel kernel = new Kernel(net.dim(), 3, net.patch(), net.patch(), 0, 1, true);
    String tokens = layer.at().transpose(layer.convolution(image, "proj", kernel), 0, 2, 3, 1);
    int grid = net.grid();
    float[] positions =
        root.random().normal("pos_embed", grid * grid * net.dim(), 0, SamVitTables.POSITION);
    return root.at()
        .apply("Add", tokens, graph.parameter("pos_embed", positions, 1, grid, grid, net.dim()));
  }

  private String block(String x, int index) {
    Layers block = root.in("blocks." + index);
    String normal = block.layerNorm(x, "norm1", net.dim());
    String attended =
        net.globalBlocks().contains(index)
            ? attention(block, net.grid(), normal, net.batch())
            : windowAttention(block, normal);
    String sum = block.at().apply("Add", x, attended);
    Layers mlp = block.in("mlp");
    int hidden = net.dim() * net.mlpRatio();
    String wide = mlp.linear(block.layerNorm(sum, "norm2", net.dim()), "lin1", hidden, net.dim());
    String narrow = mlp.linear(mlp.gelu(wide, "act"), "lin2", net.dim(), hidden);
    return block.at().apply("Add", sum, narrow);
  }

  private String windowAttention(Layers block, String x) {
    ShapeArithmetic shapes = block.shapes();
    Dimension batch = shapes.of(x, 0, net.batch());
    Dimension height = shapes.of(x, 1, net.grid());
    Dimension width = shapes.of(x, 2, net.grid());
    Dimension channels = shapes.of(x, 3, net.dim());
    WindowPartition partition =
        new WindowPartition(block.at(), net.window(), height, width, channels);
    Dimension side = Dimension.of(net.window());
    long perImage = partition.windows().size();
    long ofAll = net.batch() == SamVit.OPEN ? -1 : net.batch() * perImage;
    String windows = partition.cut(x, batch, shapes.rest(ofAll), side, side, channels);
    String attended = attention(block, net.window(), windows, ofAll);
    Dimension images = shapes.over(shapes.of(attended, 0, ofAll), partition.windows());
    return partition.join(attended, images, shapes.rest(net.dim()));
  }

  /** Attention inside each of {@code images} images (-1: open) {@code [side, side, dim]}. */
  private String attention(Layers block, int side, String x, long images) {
    return new SamVitAttention(net, block.in("attn"), side).of(x, images);
  }
}
