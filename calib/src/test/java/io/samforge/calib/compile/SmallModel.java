package io.samforge.calib.compile;

import com.google.gson.JsonObject;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.layer.WideWeightsOperand;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.RightQuantization;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.ModelOrigin;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.PlacementReport;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.OperatorSetIdProto;
import io.samforge.calib.onnx.proto.OnnxProto.TypeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import io.samforge.calib.quant.FloatMatrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A small attention block with random numbers: a convolution, queries with keys, a softmax on the
 * host, probabilities with values, and an MLP whose codes stay on the device. One more linear step
 * is not quantised.
 */
public final class SmallModel {
  /** Windows of the attention. */
  public static final int WINDOWS = 3;

  /** Heads of the attention. */
  public static final int HEADS = 2;

  private static final int TOKENS = 9;
  private static final int INNER = 6;
  private static final int WIDTH = 12;
  private static final int HIDDEN = 20;
  private static final int OUTPUTS = 10;

  private final Random random;
  private final AcceleratorConfig config;
  private final Map<String, LinearQuantization> linears = new LinkedHashMap<>();
  private final Map<String, LinearWeights> weights = new LinkedHashMap<>();

  private SmallModel(Random random, AcceleratorConfig config) {
    this.random = random;
    this.config = config;
  }

  /** Returns the model with quantisers for a configuration. */
  public static QuantizedModel quantized(Random random, AcceleratorConfig config) {
    return new SmallModel(random, config).build();
  }

  /** Returns the model with wide codes for the convolution and the queries of every head. */
  public static QuantizedModel quantizedWide(Random random, AcceleratorConfig config) {
    SmallModel small = new SmallModel(random, config);
    QuantizedModel model = small.build();
    LinearQuantization conv = small.linears.get("conv");
    SnappedOperand input = small.wide(conv.weights().channels());
    small.linears.put("conv", new LinearQuantization(input, conv.weights(), conv.bias()));
    Map<String, ProductQuantization> products = new LinkedHashMap<>(model.plan().products());
    ProductQuantization qk = products.get("attn/qk");
    List<SnappedOperand> queries = qk.left().stream().map(head -> small.wide(INNER)).toList();
    products.put("attn/qk", new ProductQuantization(queries, qk.right()));
    return new QuantizedModel(model.model(), new QuantizationPlan(small.linears, products));
  }

  /**
   * Returns the model with wide codes as before, and 8-bit weights for them and for the values of
   * the product with log2 codes.
   */
  public static QuantizedModel quantizedWideWeights(Random random, AcceleratorConfig config) {
    QuantizedModel wide = quantizedWide(random, config);
    QuantizationPlan plan = wide.plan();
    int bits = config.weightBits();
    LinearQuantization conv = plan.linears().get("conv");
    byte[][] codes = new byte[conv.weights().outputs()][conv.weights().channels()];
    for (byte[] row : codes) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (byte) random.nextInt(WideWeightsOperand.CODES);
      }
    }
    int[] zero = new int[codes.length];
    Arrays.fill(zero, WideWeightsOperand.ZERO);
    QuantizedWeights weights =
        new QuantizedWeights(
            WideWeightsOperand.BITS,
            codes,
            random.doubles(codes.length, 1e-3, 1e-2).toArray(),
            zero);
    Map<String, LinearQuantization> linears = new LinkedHashMap<>(plan.linears());
    linears.put("conv", new LinearQuantization(conv.operand(), weights, conv.bias()));
    Map<String, ProductQuantization> products = new LinkedHashMap<>();
    plan.products()
        .forEach(
            (name, product) -> {
              List<SnappedOperand> left =
                  product.left().stream()
                      .map(head -> SnappedOperand.snap(head.operand(), bits))
                      .toList();
              List<RightQuantization> right =
                  product.right().stream()
                      .map(
                          head ->
                              RightQuantization.wide(
                                  random.doubles(head.scale().length, 0.01, 0.03).toArray()))
                      .toList();
              products.put(name, new ProductQuantization(left, right));
            });
    return new QuantizedModel(wide.model(), new QuantizationPlan(linears, products));
  }

  /** Returns the model compiled as {@code encoder}. */
  public static Compilation compiled(Random random, AcceleratorConfig config) {
    return compiled(quantized(random, config), config);
  }

  /** Returns a quantised model compiled as {@code encoder}. */
  public static Compilation compiled(QuantizedModel quantized, AcceleratorConfig config) {
    JsonObject calibration = new JsonObject();
    calibration.addProperty("images", 3);
    return new PackageCompiler(config)
        .compile(
            new ModelOrigin("small", "0123456789abcdef".repeat(4)),
            Map.of("encoder", quantized),
            calibration);
  }

  /** Returns random values for every input of the model. */
  public static Map<String, float[]> inputs(Random random, StagedGraph graph) {
    Map<String, float[]> inputs = new LinkedHashMap<>();
    for (TensorShape input : graph.inputs()) {
      float[] values = new float[(int) input.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.put(input.name(), values);
    }
    return inputs;
  }

  private QuantizedModel build() {
    MatrixView picture = new MatrixView.Patches(3, 12, 14, 3, 2, 1);
    MatrixView planes = new MatrixView.Planes(WIDTH, 6, 7);
    MatrixView hidden = new MatrixView.Planes(HIDDEN, 6, 7);
    MatrixView rows = new MatrixView.Rows(List.of(1L, 42L, (long) OUTPUTS));
    List<Long> probabilities = List.of((long) WINDOWS, (long) HEADS, (long) TOKENS, (long) TOKENS);
    List<Long> heads = List.of((long) WINDOWS, (long) HEADS, (long) TOKENS, (long) INNER);
    List<Long> keys = List.of((long) WINDOWS, (long) HEADS, (long) INNER, (long) TOKENS);
    int batch = WINDOWS * HEADS;
    StagedGraph graph =
        new StagedGraph(
            "encoder",
            List.of(
                new TensorShape("image", picture.shape()),
                new TensorShape("q", heads),
                new TensorShape("k", keys),
                new TensorShape("v", heads)),
            List.of(
                new TensorShape("y", rows.shape()),
                new TensorShape("o", heads),
                new TensorShape("z", rows.shape())),
            List.of(
                linear("conv", "image", picture, "x", planes, ActivationFunction.IDENTITY),
                new ProductStep(
                    "attn/qk",
                    "q",
                    "k",
                    "s",
                    batch,
                    HEADS,
                    TOKENS,
                    INNER,
                    TOKENS,
                    InputOrigin.OTHER,
                    probabilities),
                new HostStep("attn/softmax", List.of("s"), List.of("p")),
                new ProductStep(
                    "attn/pv",
                    "p",
                    "v",
                    "o",
                    batch,
                    HEADS,
                    TOKENS,
                    TOKENS,
                    INNER,
                    InputOrigin.SOFTMAX,
                    heads),
                linear("mlp/fc1", "x", planes, "h", hidden, ActivationFunction.GELU),
                linear("mlp/fc2", "h", hidden, "y", rows, ActivationFunction.IDENTITY),
                linear("float", "y", rows, "z", rows, ActivationFunction.IDENTITY)));
    quantize("conv", picture.channels(), WIDTH, SnappedOperand.snap(uniform(picture.channels())));
    quantize("mlp/fc1", WIDTH, HIDDEN, SnappedOperand.snap(grouped(WIDTH)));
    quantize("mlp/fc2", HIDDEN, OUTPUTS, SnappedOperand.snap(new HluqOperand(hybrid())));
    float[] constants = new float[OUTPUTS * OUTPUTS];
    constants[3] = 1;
    weights.put(
        "float",
        new LinearWeights(new FloatMatrix(OUTPUTS, OUTPUTS, constants), new float[OUTPUTS]));
    ProductQuantization qk =
        new ProductQuantization(
            IntStream.range(0, HEADS).mapToObj(h -> SnappedOperand.snap(uniform(INNER))).toList(),
            IntStream.range(0, HEADS).mapToObj(h -> right(TOKENS)).toList());
    ProductQuantization pv =
        new ProductQuantization(
            List.of(
                SnappedOperand.snap(new Log2Operand(log2(2))),
                SnappedOperand.snap(new Log2Operand(log2(1)))),
            List.of(right(1)));
    StagedModel model =
        new StagedModel(
            graph,
            Map.of("attn/softmax", softmax("s", "p")),
            weights,
            new PlacementReport("small", List.of()));
    return new QuantizedModel(
        model, new QuantizationPlan(linears, Map.of("attn/qk", qk, "attn/pv", pv)));
  }

  private static LinearStep linear(
      String name, String in, MatrixView from, String out, MatrixView to, ActivationFunction f) {
    return new LinearStep(name, in, from, out, to, InputOrigin.OTHER, f);
  }

  private void quantize(String name, int channels, int outputs, SnappedOperand operand) {
    byte[][] codes = new byte[outputs][channels];
    for (byte[] row : codes) {
      for (int c = 0; c < channels; c++) {
        row[c] = (byte) random.nextInt(1 << config.weightBits());
      }
    }
    QuantizedWeights quantized =
        new QuantizedWeights(
            config.weightBits(),
            codes,
            random.doubles(outputs, 1e-3, 1e-1).toArray(),
            random.ints(outputs, 0, 1 << config.weightBits()).toArray());
    linears.put(
        name, new LinearQuantization(operand, quantized, random.doubles(outputs, -1, 1).toArray()));
    weights.put(
        name,
        new LinearWeights(
            new FloatMatrix(outputs, channels, new float[outputs * channels]), new float[outputs]));
  }

  private Operand uniform(int channels) {
    return CagOperand.single(parameters(), channels);
  }

  private Operand grouped(int channels) {
    List<UniformParameters> groups =
        IntStream.range(0, config.groups()).mapToObj(g -> parameters()).toList();
    return new CagOperand(groups, random.ints(channels, 0, groups.size()).toArray());
  }

  private SnappedOperand wide(int channels) {
    UniformParameters parameters =
        new UniformParameters(WideOperand.BITS, 0.02 + 0.01 * random.nextDouble(), 0);
    int[] zeroPoint = random.ints(channels, -40, 300).toArray();
    return SnappedOperand.snap(new WideOperand(parameters, zeroPoint, config.activationBits()));
  }

  private UniformParameters parameters() {
    double scale = 4.0 / config.codes() * (0.5 + random.nextDouble());
    return new UniformParameters(config.activationBits(), scale, random.nextInt(config.codes()));
  }

  private HluqParameters hybrid() {
    return new HluqParameters(config.activationBits(), config.codes() / 4, -0.17, 0.5, 0.1);
  }

  private Log2Parameters log2(int tau) {
    return Log2Parameters.of(config.activationBits(), tau, 0.9);
  }

  private RightQuantization right(int scales) {
    return new RightQuantization(
        config.weightBits(),
        random.doubles(scales, 0.1, 0.4).toArray(),
        random.ints(scales, 0, 1 << config.weightBits()).toArray());
  }

  /** Returns a serialised model that applies a softmax to the last dimension. */
  private static byte[] softmax(String input, String output) {
    return ModelProto.newBuilder()
        .setIrVersion(7)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
        .setGraph(
            GraphProto.newBuilder()
                .setName("softmax")
                .addInput(value(input))
                .addOutput(value(output))
                .addNode(
                    NodeProto.newBuilder()
                        .setOpType("Softmax")
                        .addInput(input)
                        .addOutput(output)
                        .addAttribute(
                            AttributeProto.newBuilder().setName("axis").setType(2).setI(-1))))
        .build()
        .toByteArray();
  }

  private static ValueInfoProto value(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(1)))
        .build();
  }
}
