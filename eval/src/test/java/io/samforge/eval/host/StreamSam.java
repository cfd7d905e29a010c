package io.samforge.eval.host;

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
import io.samforge.arch.model.ModelStep;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A slice of a network with the inputs and outputs of Segment Anything, small enough to run many
 * times on the simulated accelerator: eight linear steps on a picture of 16 x 16 averages, each a
 * program of its own, and one in the decoder.
 */
final class StreamSam {
  /** The configuration that it runs on. */
  static final AcceleratorConfig TINY =
      AcceleratorConfig.load(Path.of("..", "configs", "tiny.json"));

  private static final int GRID = 16;
  private static final int STEPS = 8;
  private static final int DIM = 8;
  private static final long FRAME = 1024;
  private static final List<Long> EMBEDDING = List.of(1L, 256L, 64L, 64L);

  private final Random random;

  StreamSam(long seed) {
    random = new Random(seed);
  }

  ModelPackage model() {
    Map<String, QuantizedModel> functions = new LinkedHashMap<>();
    functions.put("encoder", encoder());
    functions.put("decoder", decoder());
    return new PackageCompiler(TINY)
        .compile(new ModelOrigin("slice", "0".repeat(64)), functions, new JsonObject())
        .model();
  }

  private QuantizedModel encoder() {
    List<ModelStep> steps = new ArrayList<>();
    steps.add(new HostStep("pool", List.of("picture"), List.of("x0")));
    for (int i = 0; i < STEPS; i++) {
      steps.add(linear("mix" + i, "x" + i, i == 0 ? 3 : DIM, "x" + (i + 1), DIM));
    }
    steps.add(new HostStep("grow", List.of("x" + STEPS), List.of("embedding")));
    StagedGraph graph =
        new StagedGraph(
            "encoder",
            List.of(new TensorShape("picture", List.of(1L, 3L, FRAME, FRAME))),
            List.of(new TensorShape("embedding", EMBEDDING)),
            steps);
    byte[] pool =
        part(
            List.of("picture"),
            List.of("x0"),
            node("AveragePool", "x0", "picture")
                .addAttribute(integers("kernel_shape", 64, 64))
                .addAttribute(integers("strides", 64, 64)));
    String last = "x" + STEPS;
    byte[] grow =
        part(
            List.of(last),
            List.of("embedding"),
            node("Concat", "wide", copies(last, 4096 / DIM)).addAttribute(integer("axis", 1)),
            node("DepthToSpace", "embedding", "wide").addAttribute(integer("blocksize", 4)));
    return quantized(graph, Map.of("pool", pool, "grow", grow));
  }

  private QuantizedModel decoder() {
    List<Long> mask = List.of(1L, 1L, 256L, 256L);
    StagedGraph graph =
        new StagedGraph(
            "decoder",
            List.of(
                new TensorShape("image_embeddings", EMBEDDING),
                new TensorShape("point_coords", List.of(1L, 2L, 2L)),
                new TensorShape("point_labels", List.of(1L, 2L)),
                new TensorShape("mask_input", mask),
                new TensorShape("has_mask_input", List.of(1L))),
            List.of(
                new TensorShape("low_res_masks", mask),
                new TensorShape("iou_predictions", List.of(1L, 1L))),
            List.of(
                new HostStep("shrink", List.of("image_embeddings"), List.of("small")),
                linear("score", "small", 256, "scores", 16),
                new HostStep(
                    "tail",
                    List.of("scores", "point_labels"),
                    List.of("low_res_masks", "iou_predictions"))));
    byte[] shrink =
        part(
            List.of("image_embeddings"),
            List.of("small"),
            node("AveragePool", "small", "image_embeddings")
                .addAttribute(integers("kernel_shape", 4, 4))
                .addAttribute(integers("strides", 4, 4)));
    byte[] tail =
        part(
            List.of("scores", "point_labels"),
            List.of("low_res_masks", "iou_predictions"),
            node("Concat", "all", copies("scores", 16)).addAttribute(integer("axis", 1)),
            node("DepthToSpace", "low_res_masks", "all").addAttribute(integer("blocksize", 16)),
            node("ReduceSum", "iou_predictions", "point_labels"));
    return quantized(graph, Map.of("shrink", shrink, "tail", tail));
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

  private QuantizedModel quantized(StagedGraph graph, Map<String, byte[]> parts) {
    Map<String, LinearWeights> weights = new LinkedHashMap<>();
    Map<String, LinearQuantization> plan = new LinkedHashMap<>();
    for (ModelStep step : graph.steps()) {
      if (step instanceof LinearStep linear) {
        int outputs = linear.outputChannels();
        int channels = linear.channels();
        FloatMatrix none = new FloatMatrix(outputs, channels, new float[outputs * channels]);
        weights.put(step.name(), new LinearWeights(none, new float[outputs]));
        plan.put(step.name(), quantization(outputs, channels));
      }
    }
    return new QuantizedModel(
        new StagedModel(graph, parts, weights, new PlacementReport("slice", List.of())),
        new QuantizationPlan(plan, Map.of()));
  }

  private LinearQuantization quantization(int outputs, int channels) {
    byte[][] codes = new byte[outputs][channels];
    for (byte[] row : codes) {
      for (int c = 0; c < channels; c++) {
        row[c] = (byte) random.nextInt(1 << TINY.weightBits());
      }
    }
    double[] scales = new double[outputs];
    Arrays.fill(scales, 0.3 / Math.sqrt(channels));
    int[] middle = new int[outputs];
    Arrays.fill(middle, 1 << TINY.weightBits() - 1);
    UniformParameters uniform = new UniformParameters(TINY.activationBits(), 0.4, TINY.codes() / 2);
    return new LinearQuantization(
        SnappedOperand.snap(CagOperand.single(uniform, channels)),
        new QuantizedWeights(TINY.weightBits(), codes, scales, middle),
        new double[outputs]);
  }

  private static String[] copies(String name, int count) {
    String[] copies = new String[count];
    Arrays.fill(copies, name);
    return copies;
  }
}
