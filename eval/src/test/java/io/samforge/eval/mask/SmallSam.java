package io.samforge.eval.mask;

import static io.samforge.eval.mask.OnnxParts.integer;
import static io.samforge.eval.mask.OnnxParts.integers;
import static io.samforge.eval.mask.OnnxParts.node;
import static io.samforge.eval.mask.OnnxParts.part;

import com.google.gson.JsonObject;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.ModelOrigin;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.calib.compile.PackageCompiler;
import io.samforge.calib.compile.QuantizedModel;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.PlacementReport;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.FloatMatrix;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A package with the inputs and outputs of Segment Anything and next to nothing inside: the encoder
 * averages patches and mixes their colours, the decoder mixes channels into 4 x 4 logits a patch
 * and takes the sum of all labels for the predicted IoU.
 *
 * @param points points that the decoder takes
 * @param config what the package is compiled for
 * @param seed chooses the weights
 */
public record SmallSam(int points, AcceleratorConfig config, long seed) {
  /** A configuration whose simulation is built quickly. */
  public static final AcceleratorConfig SMALL =
      AcceleratorConfig.load(Path.of("..", "configs", "small.json"));

  private static final int PATCH = 16;
  private static final int GRID = 64;
  private static final int DIM = 256;

  /** The package, with both functions or the encoder alone. */
  public ModelPackage model(boolean withDecoder) {
    Random random = new Random(seed);
    Map<String, QuantizedModel> functions = new LinkedHashMap<>();
    functions.put("encoder", encoder(random));
    if (withDecoder) {
      functions.put("decoder", decoder(random));
    }
    return new PackageCompiler(config)
        .compile(new ModelOrigin("small", "0".repeat(64)), functions, new JsonObject())
        .model();
  }

  private QuantizedModel encoder(Random random) {
    long side = PATCH * GRID;
    StagedGraph graph =
        new StagedGraph(
            "encoder",
            List.of(new TensorShape("picture", List.of(1L, 3L, side, side))),
            List.of(
                new TensorShape("embedding", List.of(1L, (long) DIM, (long) GRID, (long) GRID))),
            List.of(
                new HostStep("pool", List.of("picture"), List.of("patches")),
                linear("mix", "patches", 3, "embedding", DIM)));
    byte[] pool =
        part(
            List.of("picture"),
            List.of("patches"),
            node("AveragePool", "patches", "picture")
                .addAttribute(integers("kernel_shape", PATCH, PATCH))
                .addAttribute(integers("strides", PATCH, PATCH)));
    return quantized(graph, Map.of("pool", pool), linear("mix", "", 3, "", DIM), 0.25, random);
  }

  private QuantizedModel decoder(Random random) {
    long grid = GRID;
    List<Long> mask = List.of(1L, 1L, 4 * grid, 4 * grid);
    StagedGraph graph =
        new StagedGraph(
            "decoder",
            List.of(
                new TensorShape("image_embeddings", List.of(1L, (long) DIM, grid, grid)),
                new TensorShape("point_coords", List.of(1L, (long) points, 2L)),
                new TensorShape("point_labels", List.of(1L, (long) points)),
                new TensorShape("mask_input", mask),
                new TensorShape("has_mask_input", List.of(1L))),
            List.of(
                new TensorShape("low_res_masks", mask),
                new TensorShape("iou_predictions", List.of(1L, 1L))),
            List.of(
                linear("score", "image_embeddings", DIM, "scores", 16),
                new HostStep(
                    "tail",
                    List.of("scores", "point_labels"),
                    List.of("low_res_masks", "iou_predictions"))));
    byte[] tail =
        part(
            List.of("scores", "point_labels"),
            List.of("low_res_masks", "iou_predictions"),
            node("DepthToSpace", "low_res_masks", "scores").addAttribute(integer("blocksize", 4)),
            node("ReduceSum", "iou_predictions", "point_labels"));
    LinearStep score = linear("score", "", DIM, "", 16);
    return quantized(graph, Map.of("tail", tail), score, 0.01, random);
  }

  private static LinearStep linear(String name, String in, int channels, String out, int outputs) {
    return new LinearStep(
        name,
        in,
        new MatrixView.Planes(channels, GRID, GRID),
        out,
        new MatrixView.Planes(outputs, GRID, GRID),
        InputOrigin.OTHER,
        ActivationFunction.IDENTITY);
  }

  private QuantizedModel quantized(
      StagedGraph graph, Map<String, byte[]> parts, LinearStep step, double scale, Random random) {
    int outputs = step.outputChannels();
    byte[][] codes = new byte[outputs][step.channels()];
    for (byte[] row : codes) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (byte) random.nextInt(1 << config.weightBits());
      }
    }
    double[] scales = new double[outputs];
    Arrays.fill(scales, scale);
    int[] middle = new int[outputs];
    Arrays.fill(middle, 1 << config.weightBits() - 1);
    QuantizedWeights weights = new QuantizedWeights(config.weightBits(), codes, scales, middle);
    UniformParameters uniform =
        new UniformParameters(config.activationBits(), 0.4, config.codes() / 2);
    LinearQuantization linear =
        new LinearQuantization(
            SnappedOperand.snap(CagOperand.single(uniform, step.channels())),
            weights,
            new double[outputs]);
    FloatMatrix none =
        new FloatMatrix(outputs, step.channels(), new float[outputs * step.channels()]);
    return new QuantizedModel(
        new StagedModel(
            graph,
            parts,
            Map.of(step.name(), new LinearWeights(none, new float[outputs])),
            new PlacementReport("small", List.of())),
        new QuantizationPlan(Map.of(step.name(), linear), Map.of()));
  }
}
