package io.samforge.calib.recon;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.calib.Seeds;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.run.FloatEngine;
import io.samforge.calib.run.QuantizedEngine;
import io.samforge.calib.synth.ExportStyle;
import io.samforge.calib.synth.MaskDecoder;
import io.samforge.calib.synth.SamVit;
import io.samforge.calib.synth.SyntheticModel;
import io.samforge.calib.synth.TinyVit;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units in PyTorch against the same steps in ONNX Runtime. */
class UnitNetworkTest {
  private static final double ROUNDING = 1e-4;

  private final RandomTensors random = new RandomTensors(Seeds.random("UnitNetworkTest", 63));

  @TempDir private Path folder;

  private StagedModel read(SyntheticModel model, GraphOptions options) {
    Path file = folder.resolve("model.onnx");
    model.write(file);
    return GraphReader.read(file, options);
  }

  private static Map<String, FloatTensor> inOnnxRuntime(
      StagedGraph unit, StagedModel model, StepEngine engine, Map<String, FloatTensor> inputs) {
    try (engine;
        GraphExecutor executor =
            new GraphExecutor(unit, model.hostParts(), engine, StepListener.NONE)) {
      return executor.run(inputs);
    }
  }

  /** The largest difference, as a share of the largest value. */
  private double difference(StagedGraph unit, StagedModel model) {
    Map<String, FloatTensor> inputs = random.inputs(unit);
    try (NDManager manager = TorchEngine.manager()) {
      StepMath floats = new FloatSteps(manager, model.weights());
      return difference(
          unit,
          model,
          manager,
          floats,
          inputs,
          inOnnxRuntime(unit, model, new FloatEngine(model.weights()), inputs));
    }
  }

  private static double difference(
      StagedGraph unit,
      StagedModel model,
      NDManager manager,
      StepMath math,
      Map<String, FloatTensor> inputs,
      Map<String, FloatTensor> expected) {
    UnitNetwork network = new UnitNetwork(unit, model.hostParts());
    assertThat(network.obstacle()).isEmpty();
    network.load(manager);
    double largest = 0;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      Selection all = new Sampler.Everything();
      inputs.forEach((name, value) -> tensors.put(name, all.input(manager, value)));
      Map<String, NDArray> found = network.run(tensors, math);
      for (Map.Entry<String, FloatTensor> output : expected.entrySet()) {
        NDArray wanted = all.input(manager, output.getValue());
        NDArray own = found.get(output.getKey());
        assertThat(own.getShape()).isEqualTo(wanted.getShape());
        double error = own.sub(wanted).abs().max().getFloat();
        largest = Math.max(largest, error / wanted.abs().max().getFloat());
      }
    }
    return largest;
  }

  @ParameterizedTest
  @CsvSource({
    "layers.0/blocks.0/conv1/c, host-02",
    "layers.0/downsample/conv1/c, layers.0/downsample/conv3/c",
    "layers.1/blocks.0/attn/qkv, layers.1/blocks.0/attn/proj",
    "layers.2/blocks.0/attn/qkv, layers.2/blocks.0/mlp/fc2",
    "layers.3/blocks.1/mlp/fc1, neck/neck.0",
    "neck/neck.0, host-62"
  })
  void unitsOfTheEncoderOfMobileSam(String first, String last) {
    StagedModel model =
        GraphReader.read(ModelStore.standard().locate(ModelFile.ENCODER), GraphOptions.encoder());
    StagedGraph unit = new UnitCut(model.graph(), model.hostParts()).between(first, last);

    assertThat(difference(unit, model)).isLessThan(ROUNDING);
  }

  @Test
  void transformerOfTheDecoderOfMobileSam() {
    StagedModel model =
        GraphReader.read(ModelStore.standard().locate(ModelFile.DECODER), GraphOptions.decoder());
    StagedGraph unit =
        new UnitCut(model.graph(), model.hostParts())
            .between(
                "transformer/layers.0/cross_attn_token_to_image/k_proj",
                "transformer/layers.1/mlp/lin2");

    assertThat(difference(unit, model)).isLessThan(ROUNDING);
  }

  @Test
  void wholeSyntheticEncoders() {
    for (ExportStyle style :
        new ExportStyle[] {ExportStyle.DECOMPOSED, ExportStyle.FUSED_NORM, ExportStyle.FUSED}) {
      StagedModel model = read(TinyVit.tiny().with(style).model(), GraphOptions.encoder());
      assertThat(difference(model.graph(), model)).isLessThan(ROUNDING);
    }
    StagedModel sam =
        read(SamVit.tiny().with(ExportStyle.FUSED_NORM).model(), GraphOptions.encoder());
    assertThat(difference(sam.graph(), sam)).isLessThan(ROUNDING);
  }

  @Test
  void theComparisonSeesOtherWeights() {
    StagedModel model = read(TinyVit.tiny().model(), GraphOptions.encoder());
    StagedModel other = read(TinyVit.tiny().withSeed(7).model(), GraphOptions.encoder());
    Map<String, FloatTensor> inputs = random.inputs(model.graph());
    Map<String, FloatTensor> expected =
        inOnnxRuntime(model.graph(), model, new FloatEngine(other.weights()), inputs);

    try (NDManager manager = TorchEngine.manager()) {
      StepMath floats = new FloatSteps(manager, model.weights());
      assertThat(difference(model.graph(), model, manager, floats, inputs, expected))
          .isGreaterThan(100 * ROUNDING);
    }
  }

  /** A value on a threshold may take either code, so single elements differ; the mean does not. */
  @Test
  void quantisedUnitsRoundLikeTheQuantisedEngine() {
    StagedModel model = read(TinyVit.tiny().model(), GraphOptions.encoder());
    UnitCut cut = new UnitCut(model.graph(), model.hostParts());
    for (String[] ends :
        new String[][] {
          {"layers.1/blocks.0/attn/qkv", "layers.1/blocks.0/attn/proj"},
          {"layers.2/blocks.0/mlp/fc1", "layers.2/blocks.0/mlp/fc2"},
          {"layers.0/blocks.0/conv1/c", "layers.0/blocks.0/conv3/c"},
          {"neck/neck.0", "neck/neck.2"}
        }) {
      StagedGraph unit = cut.between(ends[0], ends[1]);
      Map<String, FloatTensor> inputs = random.inputs(unit);
      QuantizationPlan plan = SimplePlan.of(unit, model.hostParts(), model.weights(), inputs, 4);
      Map<String, FloatTensor> exact =
          inOnnxRuntime(unit, model, new FloatEngine(model.weights()), inputs);
      Map<String, FloatTensor> rounded =
          inOnnxRuntime(unit, model, new QuantizedEngine(model.weights(), plan), inputs);

      double[] distances = distances(unit, model, plan, inputs, exact, rounded);

      assertThat(distances[0]).as("%s to the engine", ends[0]).isLessThan(0.02 * distances[1]);
    }
  }

  /** Squared distances of the unit in PyTorch to the rounding engine and to the float engine. */
  private double[] distances(
      StagedGraph unit,
      StagedModel model,
      QuantizationPlan plan,
      Map<String, FloatTensor> inputs,
      Map<String, FloatTensor> exact,
      Map<String, FloatTensor> rounded) {
    try (NDManager manager = TorchEngine.manager()) {
      UnitNetwork network = new UnitNetwork(unit, model.hostParts());
      network.load(manager);
      UnitQuantizers quantizers =
          new UnitQuantizers(manager, unit, plan, model.weights(), ReconstructionOptions.STANDARD);
      StepMath math = new QuantizedSteps(quantizers, new FloatSteps(manager, model.weights()));
      UnitMeasurement measurement =
          new UnitMeasurement(
              manager, network, new Sampler.Everything(), ReconstructionOptions.STANDARD);
      return new double[] {
        measurement.of(samples(inputs, rounded), math).error(),
        measurement.of(samples(inputs, exact), math).error()
      };
    }
  }

  private static UnitSamples samples(
      Map<String, FloatTensor> inputs, Map<String, FloatTensor> targets) {
    return new MeasureReconstruction.InMemory(new UnitSample(inputs, inputs, targets));
  }

  @Test
  void operatorsThatAreNotKnownAreNamed() {
    StagedModel sam = read(SamVit.tiny().with(ExportStyle.FUSED).model(), GraphOptions.encoder());

    assertThat(new UnitNetwork(sam.graph(), sam.hostParts()).obstacle())
        .hasValueSatisfying(text -> assertThat(text).contains("has the operator Einsum"));
    try (UnitReconstruction reconstruction =
        new UnitReconstruction(
            sam.graph(), sam.hostParts(), sam.weights(), ReconstructionOptions.STANDARD)) {
      assertThat(reconstruction.obstacle()).isPresent();
    }
  }

  @Test
  void promptEncodersAreNoUnits() {
    StagedModel decoder =
        read(
            MaskDecoder.small(TinyVit.tiny().image(), TinyVit.tiny().neck()).model(),
            GraphOptions.decoder());

    try (UnitReconstruction reconstruction =
        new UnitReconstruction(
            decoder.graph(),
            decoder.hostParts(),
            decoder.weights(),
            ReconstructionOptions.STANDARD)) {
      assertThat(reconstruction.obstacle()).isPresent();
    }
  }
}
