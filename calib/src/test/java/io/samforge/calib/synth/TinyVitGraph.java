package io.samforge.calib.synth;

/** Writes the graph of a {@link TinyVit}. */
final class TinyVitGraph {
  private final TinyVit net;
  private final GraphWriter graph;
  private final Layers root;

  TinyVitGraph(TinyVit net) {
    this.net = net;
    graph = new GraphWriter(net.style());
    root = new Layers(new Operators(graph), new RandomWeights(net.seed()));
  }

  SyntheticModel model() {
    Object batch = net.batch() == SamVit.OPEN ? "batch_size" : net.batch();
    String x = bottlenecks(stem(graph.input("input", batch, 3, net.image(), net.image())));
    for (int stage = 1; stage < net.stages(); stage++) {
      x = attentionStage(x, stage);
    }
    int last = net.stages() - 1;
    String map = root.at().transpose(asImage(root.shapes(), x, last), 0, 3, 1, 2);
    String output = new Neck(root, net.neck()).of(map, net.dims().get(last));
    graph.output(output, "output", batch, net.neck(), net.side(last), net.side(last));
    return graph.model();
  }

  private String stem(String image) {
    Layers stem = root.in("patch_embed").in("seq");
    int channels = net.dims().get(0);
    Kernel first = Kernel.full(channels / 2, 3, 2);
    String half = stem.gelu(stem.in("seq.0").convolution(image, "c", first), "seq.1");
    return stem.in("seq.2").convolution(half, "c", Kernel.full(channels, channels / 2, 2));
  }

  /** The first stage, from and to {@code [batch, channels, side, side]} but with fewer pixels. */
  private String bottlenecks(String image) {
    String x = image;
    for (int index = 0; index < net.depths().get(0); index++) {
      Layers block = root.in("layers.0").in("blocks." + index);
      int channels = net.dims().get(0);
      int wide = channels * net.ratio();
      String expanded = block.in("conv1").convolution(x, "c", Kernel.pointwise(wide, channels));
      String mixed =
          block
              .in("conv2")
              .convolution(block.gelu(expanded, "act1"), "c", Kernel.depthwise(wide, 1));
      String narrow =
          block
              .in("conv3")
              .convolution(block.gelu(mixed, "act2"), "c", Kernel.pointwise(channels, wide));
      x = block.gelu(block.at().apply("Add", narrow, x), "act3");
    }
    return reduced(x, 0);
  }

  /** The convolutions behind a stage, from an image to tokens {@code [batch, tokens, channels]}. */
  private String reduced(String x, int stage) {
    Layers merge = root.in("layers." + stage).in("downsample");
    int inputs = net.dims().get(stage);
    int outputs = net.dims().get(stage + 1);
    String widened = merge.in("conv1").convolution(x, "c", Kernel.pointwise(outputs, inputs));
    Kernel depthwise = Kernel.depthwise(outputs, net.stride(stage));
    String fewer = merge.in("conv2").convolution(merge.gelu(widened, "act"), "c", depthwise);
    String map =
        merge
            .in("conv3")
            .convolution(merge.gelu(fewer, "act_1"), "c", Kernel.pointwise(outputs, outputs));
    Operators at = merge.at();
    String flat =
        net.style().shapes() == ExportStyle.Shapes.COMPUTED
            ? at.reshape(map, at.concat(0, at.sizes(map, 0, 2), at.vector(-1)))
            : at.reshape(map, at.vector(net.batch(), outputs, tokens(stage + 1)));
    return at.transpose(flat, 0, 2, 1);
  }

  private long tokens(int stage) {
    return (long) net.side(stage) * net.side(stage);
  }

  private String attentionStage(String tokens, int stage) {
    String x = tokens;
    Layers layer = root.in("layers." + stage);
    for (int index = 0; index < net.depths().get(stage); index++) {
      x = new TinyVitBlock(net, layer.in("blocks." + index), stage).of(x);
    }
    if (stage == net.stages() - 1) {
      return x;
    }
    Layers merge = layer.in("downsample");
    String map = merge.at().transpose(asImage(merge.shapes(), x, stage), 0, 3, 1, 2);
    return reduced(map, stage);
  }

  /** Tokens as {@code [batch, side, side, channels]}. */
  private String asImage(ShapeArithmetic shapes, String tokens, int stage) {
    Dimension side = Dimension.of(net.side(stage));
    Dimension batch = shapes.of(tokens, 0, net.batch());
    return shapes.reshape(tokens, batch, side, side, shapes.rest(net.dims().get(stage)));
  }
}
