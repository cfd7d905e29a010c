package io.samforge.calib.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HalfOutput;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.layer.WideWeightsOperand;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LayerSet;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.RightQuantization;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.LinearUnit;
import io.samforge.arch.pack.ModelOrigin;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.PackedLayers;
import io.samforge.arch.pack.ProductUnit;
import io.samforge.arch.pack.ProgramUnit;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.LayerTable;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.OutputKind;
import io.samforge.arch.program.Program;
import io.samforge.calib.Seeds;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.PlacementReport;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.FloatMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageCompilerTest {
  private static final AcceleratorConfig TINY =
      AcceleratorConfig.load(Path.of("..", "configs", "tiny.json"));

  private static AcceleratorConfig tiny(String field, int value) {
    String json =
        TINY.toJson().replaceFirst("\"" + field + "\": [0-9]+", "\"" + field + "\": " + value);
    return AcceleratorConfig.fromJson(json, "test");
  }

  /** What the package computes with is bit for bit what the plan asked for. */
  @Test
  void layersComeBackFromTheirWeightStreamsAndTables() {
    Random random = Seeds.random("PackageCompilerTest", 61);
    for (int bits : new int[] {4, 5, 6, 8}) {
      AcceleratorConfig config = TINY.withBits(bits, bits);
      QuantizedModel quantized = SmallModel.quantized(random, config);
      ModelPackage model = compile(config, quantized).model();
      PackedLayers packed = model.layers("encoder");
      LayerSet planned = new LayerSet(config, quantized.model().graph(), quantized.plan());
      int compared = 0;
      for (LinearStep step : quantized.model().graph().linearSteps().toList()) {
        assertThat(packed.covers(step)).isEqualTo(planned.covers(step));
        if (packed.covers(step)) {
          assertSame(config, packed.linear(step), planned.linear(step));
          compared++;
        }
      }
      assertThat(compared).isEqualTo(3);
      for (ProductStep step : quantized.model().graph().productSteps().toList()) {
        float[] right = new float[step.inner() * step.columns()];
        for (int i = 0; i < right.length; i++) {
          right[i] = (float) random.nextGaussian();
        }
        for (int head = 0; head < step.heads(); head++) {
          GemmLayer layer = packed.product(step, head, right);
          assertSame(config, layer, planned.product(step, head, right));
        }
      }
    }
  }

  /** Queries and a convolution with wide codes, through the file and back. */
  @Test
  void wideCodesComeBackFromTheFile(@TempDir Path folder) {
    Random random = Seeds.random("PackageCompilerTest", 67);
    for (int bits : new int[] {4, 5, 6}) {
      AcceleratorConfig config = TINY.withBits(bits, bits);
      QuantizedModel wide = SmallModel.quantizedWide(random, config);
      Path file = folder.resolve(bits + ".sfp");
      compile(config, wide).model().save(file);
      ModelPackage model = ModelPackage.load(file, config);
      LayerSet planned = new LayerSet(config, wide.model().graph(), wide.plan());
      LinearStep conv = wide.model().graph().linearSteps().findFirst().orElseThrow();
      ProductStep qk = wide.model().graph().productSteps().findFirst().orElseThrow();
      GemmLayer layer = model.layers("encoder").linear(conv);
      assertThat(layer.operand()).isInstanceOf(WideOperand.class);
      assertSame(config, layer, planned.linear(conv));
      float[] right = new float[qk.inner() * qk.columns()];
      Arrays.fill(right, 0.7f);
      for (int head = 0; head < qk.heads(); head++) {
        GemmLayer product = model.layers("encoder").product(qk, head, right);
        assertThat(product.operand()).isInstanceOf(WideOperand.class);
        assertSame(config, product, planned.product(qk, head, right));
      }
      ProductUnit unit = (ProductUnit) model.function("encoder").unitOf("attn/qk");
      assertThat(descriptor(config, unit, 0).chunks()).isEqualTo(2);
      assertThat(descriptor(config, unit, 0).operand()).isEqualTo(OperandKind.CAG);
    }
  }

  /** Logits are halves where the hardware has them, what a softmax made gives floats. */
  @Test
  void logitsOf16BitsComeBackFromTheFile(@TempDir Path folder) {
    Random random = Seeds.random("PackageCompilerTest", 69);
    AcceleratorConfig config =
        AcceleratorConfig.fromJson(
            TINY.toJson().replace("\"sim\"", "\"sim\", \"halfOutputs\": true"), "halves");
    QuantizedModel quantized = SmallModel.quantized(random, config);
    Path file = folder.resolve("halves.sfp");
    compile(config, quantized).model().save(file);
    ModelPackage model = ModelPackage.load(file, config);
    LayerSet planned = new LayerSet(config, quantized.model().graph(), quantized.plan());
    for (ProductStep step : quantized.model().graph().productSteps().toList()) {
      boolean logits = step.name().equals("attn/qk");
      ProductUnit unit = (ProductUnit) model.function("encoder").unitOf(step.name());
      assertThat(descriptor(config, unit, 0).output())
          .isEqualTo(logits ? OutputKind.HALF : OutputKind.RAW);
      Program program = unit.program(config, step, 0, List.of(new byte[64]));
      assertThat(program.outputOf(0).bits()).isEqualTo(logits ? 16 : 32);
      float[] right = new float[step.inner() * step.columns()];
      GemmLayer layer = model.layers("encoder").product(step, 0, right);
      assertThat(layer.output())
          .isEqualTo(planned.product(step, 0, right).output())
          .isEqualTo(logits ? new HalfOutput() : new RawOutput());
    }
  }

  /** Weights and values of 8 bits, through the file and back. */
  @Test
  void wideWeightsComeBackFromTheFile(@TempDir Path folder) {
    Random random = Seeds.random("PackageCompilerTest", 68);
    for (int bits : new int[] {4, 5, 6}) {
      AcceleratorConfig config = TINY.withBits(bits, bits);
      QuantizedModel wide = SmallModel.quantizedWideWeights(random, config);
      Path file = folder.resolve(bits + ".sfp");
      compile(config, wide).model().save(file);
      ModelPackage model = ModelPackage.load(file, config);
      LayerSet planned = new LayerSet(config, wide.model().graph(), wide.plan());
      LinearStep conv = wide.model().graph().linearSteps().findFirst().orElseThrow();
      GemmLayer layer = model.layers("encoder").linear(conv);
      assertThat(layer.operand()).isInstanceOf(WideWeightsOperand.class);
      assertThat(layer.operand().ofCodes()).isInstanceOf(WideOperand.class);
      assertSame(config, layer, planned.linear(conv));
      for (ProductStep step : wide.model().graph().productSteps().toList()) {
        ProductUnit unit = (ProductUnit) model.function("encoder").unitOf(step.name());
        float[] right = new float[step.inner() * step.columns()];
        Arrays.fill(right, 0.7f);
        GemmLayer product = model.layers("encoder").product(step, 0, right);
        assertThat(product.operand()).isInstanceOf(WideWeightsOperand.class);
        assertSame(config, product, planned.product(step, 0, right));
        assertThat(descriptor(config, unit, 0).chunks())
            .isEqualTo(product.slots().slots() / config.reductionLanes());
      }
    }
  }

  private static void assertSame(AcceleratorConfig config, GemmLayer found, GemmLayer wanted) {
    assertThat(found).usingRecursiveComparison().ignoringFields("output").isEqualTo(wanted);
    assertThat(found.output().getClass()).isEqualTo(wanted.output().getClass());
    if (wanted.output() instanceof CodeOutput codes) {
      CodeOutput output = (CodeOutput) found.output();
      assertThat(output.bankOfChannel()).isEqualTo(codes.bankOfChannel());
      assertSame(output.thresholds(), codes.thresholds());
    }
    assertThat(LayerTable.words(config, found)).isEqualTo(LayerTable.words(config, wanted));
  }

  private static void assertSame(EncoderThresholds found, EncoderThresholds wanted) {
    assertThat(found.bits()).isEqualTo(wanted.bits());
    assertThat(found.function()).isEqualTo(wanted.function());
    assertThat(found.branchOrdinal()).isEqualTo(wanted.branchOrdinal());
    assertThat(found.banks()).isEqualTo(wanted.banks());
    for (int k = 1; k < 1 << wanted.bits(); k++) {
      assertThat(Float.compare(found.lower(k), wanted.lower(k))).isZero();
      for (int bank = 0; bank < wanted.banks(); bank++) {
        assertThat(Float.compare(found.upper(bank, k), wanted.upper(bank, k))).isZero();
      }
    }
  }

  @Test
  void chainsAreOneUnitAndFloatStepsGoToTheHost() {
    Compilation compilation = SmallModel.compiled(new Random(62), TINY);
    PackedFunction function = compilation.model().function("encoder");
    assertThat(function.units().stream().map(ProgramUnit::steps))
        .containsExactly(
            List.of("conv"), List.of("attn/qk"), List.of("attn/pv"), List.of("mlp/fc1", "mlp/fc2"));
    assertThat(function.hostParts().keySet()).containsExactly("attn/softmax", "float");
    assertThat(function.graph().steps().get(6))
        .isEqualTo(new HostStep("float", List.of("y"), List.of("z")));
    assertThat(compilation.fallbacks()).isEmpty();
    LinearUnit mlp = (LinearUnit) function.unitOf("mlp/fc2");
    assertThat(mlp.program().layers().get(1).input())
        .isEqualTo(mlp.program().layers().get(0).output());
  }

  /** Weights, tables and descriptors of all units lie side by side, activations behind them. */
  @Test
  void residentMemoryIsNeverReused() {
    Compilation compilation = SmallModel.compiled(new Random(63), TINY);
    List<MemorySegment> segments = new ArrayList<>();
    long firstScratch = Long.MAX_VALUE;
    for (ProgramUnit unit : compilation.model().function("encoder").units()) {
      if (unit instanceof LinearUnit linear) {
        segments.addAll(linear.program().segments());
        firstScratch = Math.min(firstScratch, linear.program().inputOf(0).address());
      } else if (unit instanceof ProductUnit product) {
        segments.addAll(product.tables());
        segments.add(product.descriptors());
        firstScratch = Math.min(firstScratch, product.left().address());
      }
    }
    segments.sort(Comparator.comparingLong(MemorySegment::address));
    for (int i = 1; i < segments.size(); i++) {
      assertThat(segments.get(i).address()).isGreaterThanOrEqualTo(segments.get(i - 1).end());
    }
    assertThat(segments).hasSize(3 + 3 + 3 + 5);
    assertThat(compilation.residentBytes()).isGreaterThanOrEqualTo(segments.get(13).end());
    assertThat(firstScratch).isGreaterThanOrEqualTo(compilation.residentBytes());
    assertThat(firstScratch % 4096).isZero();
  }

  @Test
  void everyProductHasAPlaceAndTheTableOfItsHead() {
    PackedFunction function = SmallModel.compiled(new Random(64), TINY).model().function("encoder");
    ProductUnit unit = (ProductUnit) function.unitOf("attn/pv");
    assertThat(unit.perRun()).isEqualTo(6);
    for (int b = 0; b < 6; b++) {
      LayerDescriptor descriptor = descriptor(unit, b);
      assertThat(descriptor.inAddress()).isEqualTo(unit.left().place(b));
      assertThat(descriptor.weightAddress()).isEqualTo(unit.right().place(b));
      assertThat(descriptor.outAddress()).isEqualTo(unit.output().place(b));
      assertThat(descriptor.tableAddress()).isEqualTo(unit.tables().get(b % 2).address());
      // Two classes take twice the slots of one.
      assertThat(descriptor.chunks()).isEqualTo(b % 2 == 0 ? 4 : 2);
    }
  }

  private static LayerDescriptor descriptor(ProductUnit unit, int product) {
    return descriptor(TINY, unit, product);
  }

  private static LayerDescriptor descriptor(
      AcceleratorConfig config, ProductUnit unit, int product) {
    int from = (int) (unit.descriptorAddress(product) - unit.descriptors().address());
    byte[] bytes =
        Arrays.copyOfRange(unit.descriptors().data(), from, from + LayerDescriptor.BYTES);
    return LayerDescriptor.decode(bytes, config.hashWord(0));
  }

  @Test
  void whatDoesNotFitIsSaid() {
    AcceleratorConfig smaller = tiny("maxInChannels", 24);
    assertThatThrownBy(() -> compile(smaller, SmallModel.quantized(new Random(65), smaller)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("layer conv: 32 slots")
        .hasMessageContaining("maxInChannels = 24");
  }

  @Test
  void aProductWithTooManySlotsStaysOnTheHost() {
    AcceleratorConfig narrow = tiny("maxInChannels", 32);
    QuantizedModel quantized = SmallModel.quantized(new Random(66), narrow);
    Map<String, ProductQuantization> products = new LinkedHashMap<>(quantized.plan().products());
    SnappedOperand fine = SnappedOperand.snap(new Log2Operand(Log2Parameters.of(4, 4, 0.9)));
    products.put(
        "attn/pv", new ProductQuantization(List.of(fine), products.get("attn/pv").right()));
    Compilation compilation =
        compile(
            narrow,
            new QuantizedModel(
                quantized.model(), new QuantizationPlan(quantized.plan().linears(), products)));
    assertThat(compilation.fallbacks())
        .containsExactly(
            new HostFallback(
                "encoder", "attn/pv", "9 inner channels take 64 slots; maxInChannels is 32"));
    PackedFunction function = compilation.model().function("encoder");
    assertThat(function.unitOf("attn/pv")).isNull();
    assertThat(function.graph().steps().get(3))
        .isEqualTo(new HostStep("attn/pv", List.of("p", "v"), List.of("o")));
  }

  /** Digits of the right side double the slots, which decides too. */
  @Test
  void aProductWithTooManyDigitsStaysOnTheHost() {
    AcceleratorConfig narrow = tiny("maxInChannels", 32);
    QuantizedModel quantized = SmallModel.quantized(new Random(69), narrow);
    Map<String, ProductQuantization> products = new LinkedHashMap<>(quantized.plan().products());
    SnappedOperand log2 = SnappedOperand.snap(new Log2Operand(Log2Parameters.of(4, 2, 0.9)), 4);
    for (RightQuantization right :
        List.of(
            new RightQuantization(4, new double[] {0.1}, new int[] {3}),
            RightQuantization.wide(new double[] {0.01}))) {
      products.put("attn/pv", new ProductQuantization(List.of(log2), List.of(right)));
      QuantizationPlan plan = new QuantizationPlan(quantized.plan().linears(), products);
      Compilation compilation = compile(narrow, new QuantizedModel(quantized.model(), plan));
      assertThat(compilation.fallbacks())
          .isEqualTo(
              right.bits() == 4
                  ? List.of()
                  : List.of(
                      new HostFallback(
                          "encoder",
                          "attn/pv",
                          "9 inner channels take 64 slots; maxInChannels is 32")));
    }
  }

  @Test
  void asManyProductsRunTogetherAsFitTheMemory() {
    AcceleratorConfig small = tiny("dramMiB", 1);
    ProductUnit three = (ProductUnit) units(small, product(16384, 6)).get(0);
    assertThat(three.perRun()).isEqualTo(3);
    assertThat(three.descriptorCount()).isEqualTo(6);
    assertThat(three.descriptorAddress(10)).isEqualTo(three.descriptors().address() + 4 * 128);
    ProductUnit pairs = (ProductUnit) units(small, product(8192, 2)).get(0);
    assertThat(pairs.perRun()).isEqualTo(6);
    assertThat(pairs.descriptorCount()).isEqualTo(6);
    assertThatThrownBy(() -> units(small, product(65536, 6)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "encoder, step qk: one product of 65536 x 8 x 4 does not fit the memory behind the"
                + " weights; enlarge dramMiB = 1 of the configuration");
  }

  private static QuantizedModel product(int tokens, int heads) {
    List<Long> shape = List.of(12L, (long) tokens, 4L);
    ProductStep step =
        new ProductStep("qk", "q", "k", "s", 12, heads, tokens, 8, 4, InputOrigin.OTHER, shape);
    StagedGraph graph =
        new StagedGraph(
            "encoder",
            List.of(
                new TensorShape("q", List.of(12L, (long) tokens, 8L)),
                new TensorShape("k", List.of(12L, 8L, 4L))),
            List.of(new TensorShape("s", shape)),
            List.of(step));
    List<SnappedOperand> left =
        IntStream.range(0, heads)
            .mapToObj(h -> new UniformParameters(4, 0.1 + h, h))
            .map(u -> SnappedOperand.snap(CagOperand.single(u, 8)))
            .toList();
    RightQuantization right = new RightQuantization(4, new double[] {0.1}, new int[] {3});
    StagedModel model =
        new StagedModel(graph, Map.of(), Map.of(), new PlacementReport("qk", List.of()));
    return new QuantizedModel(
        model,
        new QuantizationPlan(
            Map.of(), Map.of("qk", new ProductQuantization(left, List.of(right)))));
  }

  @Test
  void memoryThatIsTooSmallForTheWeightsIsNamed() {
    AcceleratorConfig small = tiny("dramMiB", 1);
    MatrixView in = new MatrixView.Rows(List.of(1L, 512L));
    MatrixView out = new MatrixView.Rows(List.of(1L, 8192L));
    LinearStep step =
        new LinearStep("wide", "x", in, "y", out, InputOrigin.OTHER, ActivationFunction.IDENTITY);
    StagedGraph graph =
        new StagedGraph(
            "encoder",
            List.of(new TensorShape("x", in.shape())),
            List.of(new TensorShape("y", out.shape())),
            List.of(step));
    LinearWeights floats =
        new LinearWeights(new FloatMatrix(8192, 512, new float[8192 * 512]), new float[8192]);
    double[] scale = new double[8192];
    Arrays.fill(scale, 1);
    LinearQuantization quantization =
        new LinearQuantization(
            SnappedOperand.snap(CagOperand.single(new UniformParameters(4, 1, 0), 512)),
            new QuantizedWeights(4, new byte[8192][512], scale, new int[8192]),
            new double[8192]);
    StagedModel model =
        new StagedModel(
            graph, Map.of(), Map.of("wide", floats), new PlacementReport("wide", List.of()));
    QuantizationPlan plan = new QuantizationPlan(Map.of("wide", quantization), Map.of());
    assertThatThrownBy(() -> compile(small, new QuantizedModel(model, plan)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "weights and programs of the model need 2 MiB of memory; allowed: dramMiB = 1 of the"
                + " configuration");
  }

  private static List<ProgramUnit> units(AcceleratorConfig config, QuantizedModel model) {
    return compile(config, model).model().function("encoder").units();
  }

  private static Compilation compile(AcceleratorConfig config, QuantizedModel model) {
    return new PackageCompiler(config)
        .compile(
            new ModelOrigin("small", "ab".repeat(32)), Map.of("encoder", model), new JsonObject());
  }
}
