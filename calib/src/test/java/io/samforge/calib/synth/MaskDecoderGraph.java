package io.samforge.calib.synth;

import io.samforge.calib.synth.ExportStyle.Shapes;
import io.samforge.calib.synth.TwoWayTransformer.Streams;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the graph of a {@link MaskDecoder}. */
final class MaskDecoderGraph {
  private final MaskDecoder net;
  private final GraphWriter graph;
  private final Layers root;
  private final Operators at;
  private final ShapeArithmetic shapes;

  MaskDecoderGraph(MaskDecoder net) {
    this.net = net;
    graph = new GraphWriter(net.style());
    at = new Operators(graph);
    root = new Layers(at, new RandomWeights(net.seed()));
    shapes = root.shapes();
  }

  SyntheticModel model() {
    int side = net.lowResolution();
    String embedding =
        graph.input("image_embeddings", 1, net.dim(), net.embedding(), net.embedding());
    String coords = graph.input("point_coords", 1, "num_points", 2);
    String labels = graph.input("point_labels", 1, "num_points");
    String mask = graph.input("mask_input", 1, 1, side, side);
    String hasMask = graph.input("has_mask_input", 1);
    String size = graph.input("orig_im_size", 2);

    PromptEncoder prompts = new PromptEncoder(net, root);
    String tokens = at.concat(1, outputTokens(), prompts.points(coords, labels));
    String image = at.apply("Add", embedding, prompts.mask(mask, hasMask));
    Streams streams =
        new TwoWayTransformer(net, root.in("transformer"))
            .of(tokens, pixels(image), pixels(prompts.positions()));

    String all = masks(streams);
    String iou =
        perceptron(
            at.gather(streams.tokens(), 1, at.scalar(0)), "iou_prediction_head", net.masks());
    new MaskSelection(net, at).select(all, iou, coords, size);
    return graph.model();
  }

  /** The learned tokens of the IoU and of the masks, which come before those of the prompt. */
  private String outputTokens() {
    int count = 1 + net.masks();
    float[] tokens = root.random().normal("output_tokens", count * net.dim(), 0, 1);
    return graph.folded("Expand", tokens, 1, count, net.dim());
  }

  /** An image {@code [1, dim, side, side]} as {@code [1, pixels, dim]}. */
  private String pixels(String image) {
    String flat =
        net.style().shapes() == Shapes.COMPUTED
            ? at.reshape(image, at.concat(0, at.sizes(image, 0, 2), at.vector(-1)))
            : at.reshape(image, at.vector(1, net.dim(), -1));
    return at.transpose(flat, 0, 2, 1);
  }

  /** All masks {@code [1, masks, side, side]}. */
  private String masks(Streams streams) {
    String chosen = at.slice(streams.tokens(), 1, at.vector(1), at.vector(1 + net.masks()));
    String upscaled = upscaled(streams.pixels());
    int channels = net.dim() / 8;
    String[] filters =
        IntStream.range(0, net.masks())
            .mapToObj(i -> filter(chosen, i, channels))
            .toArray(String[]::new);
    Dimension batch = shapes.of(upscaled, 0, 1);
    Dimension width = shapes.of(upscaled, 1, channels);
    Dimension height = shapes.of(upscaled, 2, net.lowResolution());
    Dimension columns = shapes.of(upscaled, 3, net.lowResolution());
    String flat = shapes.reshape(upscaled, batch, width, shapes.times(height, columns));
    String product = at.apply("MatMul", at.concat(1, filters), flat);
    return shapes.reshape(product, batch, shapes.rest(net.masks()), height, columns);
  }

  private String filter(String tokens, int mask, int channels) {
    String token = at.gather(tokens, 1, at.scalar(mask));
    return at.unsqueeze(perceptron(token, "output_hypernetworks_mlps." + mask, channels), 1);
  }

  /** The image stream at four times its resolution, {@code [1, dim / 8, side, side]}. */
  private String upscaled(String pixels) {
    Dimension side = Dimension.of(net.embedding());
    Dimension batch = shapes.of(pixels, 0, 1);
    String image =
        shapes.reshape(at.transpose(pixels, 0, 2, 1), batch, Dimension.of(net.dim()), side, side);
    Layers layers = root.in("output_upscaling");
    String name = "output_upscaling.";
    String twice = layers.upscale(image, name + 0, net.dim() / 4, net.dim());
    String normal = layers.channelNorm(twice, name + 1, net.dim() / 4);
    String active = layers.gelu(normal, name + 2);
    String fourfold = layers.upscale(active, name + 3, net.dim() / 8, net.dim() / 4);
    return layers.gelu(fourfold, name + 4);
  }

  /** Three fully connected layers with ReLU between them, of tokens {@code [1, dim]}. */
  private String perceptron(String token, String name, int outputs) {
    Layers layers = root.in(name);
    String x = token;
    for (String hidden : List.of("layers.0", "layers.1")) {
      x = layers.at().apply("Relu", layers.gemm(x, hidden, net.dim(), net.dim()));
    }
    return layers.gemm(x, "layers.2", outputs, net.dim());
  }
}
