package io.samforge.calib.recon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.Seeds;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.GroupingMetric;
import io.samforge.calib.run.QuantizedEngine;
import io.samforge.calib.synth.TinyVit;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units of a small encoder with random weights. */
class UnitReconstructionTest {
  private static final String[] MLP = {"layers.1/blocks.0/mlp/fc1", "layers.1/blocks.0/mlp/fc2"};
  private static final String[] ATTENTION = {
    "layers.1/blocks.0/attn/qkv", "layers.1/blocks.0/attn/proj"
  };
  private static final String[] CONVOLUTIONS = {
    "layers.0/blocks.0/conv1/c", "layers.0/blocks.0/conv3/c"
  };
  private static final ReconstructionOptions OPTIONS =
      ReconstructionOptions.STANDARD.withIterations(150).withTokens(24, 48);

  private final Random random = Seeds.random("UnitReconstructionTest", 64);

  @TempDir private Path folder;
  private StagedModel model;

  @BeforeEach
  void read() {
    Path file = folder.resolve("model.onnx");
    TinyVit.tiny().model().write(file);
    model = GraphReader.read(file, GraphOptions.encoder());
  }

  /** A unit with its samples and where it starts. */
  private record Case(StagedGraph unit, UnitSamples samples, QuantizationPlan start) {}

  private Case unit(String[] ends, int images) {
    StagedGraph unit = new UnitCut(model.graph(), model.hostParts()).between(ends[0], ends[1]);
    UnitSamples samples = new CorrelatedSamples(random).of(unit, model, images);
    QuantizationPlan start =
        SimplePlan.of(unit, model.hostParts(), model.weights(), samples.image(0).floatInputs(), 4);
    return new Case(unit, samples, start);
  }

  private UnitReconstruction reconstruction(Case unit, ReconstructionOptions options) {
    return new UnitReconstruction(unit.unit, model.hostParts(), model.weights(), options);
  }

  private ReconstructionResult reconstruct(Case unit, ReconstructionOptions options) {
    try (UnitReconstruction reconstruction = reconstruction(unit, options)) {
      return reconstruction.run(unit.start, unit.samples, ProgressListener.SILENT);
    }
  }

  /** The error of a plan on whole images, computed by the engine that knows nothing of training. */
  private double error(Case unit, QuantizationPlan plan) {
    double error = 0;
    double signal = 0;
    try (QuantizedEngine engine = new QuantizedEngine(model.weights(), plan);
        GraphExecutor executor =
            new GraphExecutor(unit.unit, model.hostParts(), engine, StepListener.NONE)) {
      for (int i = 0; i < unit.samples.images(); i++) {
        UnitSample sample = unit.samples.image(i);
        Map<String, FloatTensor> found = executor.run(sample.quantizedInputs());
        for (TensorShape output : unit.unit.outputs()) {
          float[] target = sample.targets().get(output.name()).data();
          float[] own = found.get(output.name()).data();
          for (int j = 0; j < own.length; j++) {
            error += (target[j] - own[j]) * (double) (target[j] - own[j]);
            signal += target[j] * (double) target[j];
          }
        }
      }
    }
    return error / signal;
  }

  @Test
  void anMlpComesCloserThanWithPlainRounding() {
    improves(MLP, 0.75, "samples");
  }

  @Test
  void anAttentionComesCloserThanWithPlainRounding() {
    improves(ATTENTION, 0.75, "samples");
  }

  @Test
  void convolutionsComeCloserThanWithPlainRounding() {
    improves(CONVOLUTIONS, 0.75, "squares");
  }

  private void improves(String[] ends, double share, String parts) {
    Case unit = unit(ends, 6);

    ReconstructionResult result = reconstruct(unit, OPTIONS);

    System.out.println(ends[0] + ": " + result.text());
    assertThat(result.improved()).isTrue();
    assertThat(result.note()).contains(parts);
    double before = error(unit, unit.start);
    double after = error(unit, result.plan());
    assertThat(after).isLessThan(share * before);
    assertThat(result.errorBefore()).isBetween(0.8 * before, 1.25 * before);
    assertThat(result.errorAfter()).isBetween(0.8 * after, 1.25 * after);
  }

  @Test
  void onlyRoundingAndScalesOfOperandsChange() {
    Case unit = unit(MLP, 4);

    QuantizationPlan plan = reconstruct(unit, OPTIONS).plan();

    assertThat(plan.linears()).containsOnlyKeys(MLP);
    int moved = 0;
    for (String name : MLP) {
      LinearQuantization before = unit.start.linears().get(name);
      LinearQuantization after = plan.linears().get(name);
      assertThat(after.weights().scale()).isEqualTo(before.weights().scale());
      assertThat(after.weights().zeroPoint()).isEqualTo(before.weights().zeroPoint());
      for (int o = 0; o < after.weights().outputs(); o++) {
        for (int c = 0; c < after.weights().channels(); c++) {
          int change = after.weights().signed(o, c) - before.weights().signed(o, c);
          assertThat(change).isBetween(-1, 1);
          moved += Math.abs(change);
        }
      }
    }
    assertThat(moved).isPositive();
    HluqParameters hybrid =
        ((HluqOperand) plan.linears().get(MLP[1]).operand().operand()).parameters();
    HluqParameters start =
        ((HluqOperand) unit.start.linears().get(MLP[1]).operand().operand()).parameters();
    assertThat(hybrid.nLog()).isEqualTo(start.nLog());
    assertThat(hybrid.offset()).isEqualTo(start.offset());
    assertThat(hybrid.scaleUniform()).isNotEqualTo(start.scaleUniform());
  }

  @Test
  void theSameSeedGivesTheSamePlan() {
    Case unit = unit(MLP, 3);
    ReconstructionOptions few = OPTIONS.withIterations(20);

    assertSame(reconstruct(unit, few).plan(), reconstruct(unit, few).plan(), MLP);
  }

  private static void assertSame(QuantizationPlan first, QuantizationPlan second, String... steps) {
    for (String name : steps) {
      LinearQuantization a = first.linears().get(name);
      LinearQuantization b = second.linears().get(name);
      assertThat(b.weights().codes()).isDeepEqualTo(a.weights().codes());
      assertThat(b.bias()).isEqualTo(a.bias());
      assertThat(b.operand().grid().baseScale()).isEqualTo(a.operand().grid().baseScale());
    }
  }

  /** A tensor that PyTorch keeps for a gradient may not lie in memory that Java frees. */
  @Test
  void collectionsOfGarbageChangeNothing() throws InterruptedException {
    Case unit = unit(ATTENTION, 3);
    ReconstructionOptions few = OPTIONS.withIterations(15);
    QuantizationPlan undisturbed = reconstruct(unit, few).plan();
    Thread collector =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                System.gc();
              }
            });
    collector.setDaemon(true);

    collector.start();
    QuantizationPlan disturbed = reconstruct(unit, few).plan();
    collector.interrupt();
    collector.join(10_000);

    assertSame(undisturbed, disturbed, ATTENTION);
  }

  @Test
  void theStartIsKeptWhenTrainingDoesHarm() {
    Case unit = unit(MLP, 2);
    ReconstructionOptions wild = OPTIONS.withIterations(3).withRates(100, 0.9, true);

    ReconstructionResult result = reconstruct(unit, wild);

    assertThat(result.improved()).isFalse();
    assertThat(result.note()).contains("the start is kept");
    for (String name : MLP) {
      assertThat(result.plan().linears().get(name)).isSameAs(unit.start.linears().get(name));
    }
  }

  @Test
  void stepsWithoutQuantisersStayInFloats() {
    Case unit = unit(MLP, 3);
    Map<String, LinearQuantization> second = Map.of(MLP[1], unit.start.linears().get(MLP[1]));
    Case partly = new Case(unit.unit, unit.samples, new QuantizationPlan(second, Map.of()));

    ReconstructionResult result = reconstruct(partly, OPTIONS.withIterations(60));

    assertThat(result.plan().linears()).containsOnlyKeys(MLP[1]);
    assertThat(result.errorBefore())
        .isLessThan(reconstruct(unit, OPTIONS.withIterations(1)).errorBefore());
    assertThat(result.improved()).isTrue();
  }

  @Test
  void channelsAreMergedIntoGroupsDuringTraining() {
    Case unit = unit(MLP, 4);

    ReconstructionResult result =
        reconstruct(
            unit, OPTIONS.withIterations(60).withProgressiveGroups(GroupingMetric.NORMALISED));

    assertThat(result.improved()).isTrue();
    SnappedOperand operand = result.plan().linears().get(MLP[0]).operand();
    CagOperand groups = (CagOperand) operand.operand();
    CagOperand start = (CagOperand) unit.start.linears().get(MLP[0]).operand().operand();
    assertThat(groups.entries()).isEqualTo(start.entries());
    assertThat(error(unit, result.plan())).isLessThan(error(unit, unit.start));
  }

  /** Every tensor of an iteration is freed: tensors that stay would be hundreds of megabytes. */
  @Test
  void memoryStaysTheSameOverManyIterations() throws IOException {
    Case unit = unit(MLP, 1);
    reconstruct(unit, OPTIONS.withIterations(100));
    long before = resident();

    reconstruct(unit, OPTIONS.withIterations(1000));

    long grown = resident() - before;
    System.out.println("resident memory grew by " + grown + " kB in 1000 iterations");
    assertThat(grown).isLessThan(150_000);
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void partsAreTakenOnlyWhereTheyAreIndependent() {
    StagedGraph mlp = new UnitCut(model.graph(), model.hostParts()).between(MLP[0], MLP[1]);
    StagedGraph attention =
        new UnitCut(model.graph(), model.hostParts()).between(ATTENTION[0], ATTENTION[1]);
    StagedGraph both = new UnitCut(model.graph(), model.hostParts()).between(ATTENTION[0], MLP[1]);
    StagedGraph neck =
        new UnitCut(model.graph(), model.hostParts()).between("neck/neck.0", "neck/neck.2");
    List<Long> windows = attention.inputs().get(0).shape();

    assertThat(sampler(mlp, 8)).isEqualTo(new SliceSampler(64, 8));
    assertThat(sampler(attention, Math.toIntExact(windows.get(1))))
        .isEqualTo(new SliceSampler(Math.toIntExact(windows.get(0)), 1));
    assertThat(sampler(both, 8)).isEqualTo(new Sampler.Everything());
    assertThat(sampler(neck, 1)).isEqualTo(new CropSampler(4, 4, 1, 3, 1));
  }

  private Sampler sampler(StagedGraph unit, int tokens) {
    try (NDManager manager = TorchEngine.manager()) {
      UnitNetwork network = new UnitNetwork(unit, model.hostParts());
      network.load(manager);
      FloatSteps floats = new FloatSteps(manager, model.weights());
      return new SamplerSearch(manager, network, floats, random.nextLong()).find(tokens);
    }
  }

  @Test
  void unitsAreCutWithTheirInputsAndOutputs() {
    UnitCut cut = new UnitCut(model.graph(), model.hostParts());

    StagedGraph mlp = cut.between(MLP[0], MLP[1]);

    assertThat(mlp.steps()).hasSize(2);
    assertThat(mlp.inputs()).hasSize(1);
    assertThat(mlp.inputs().get(0).shape()).containsExactly(1L, 64L, 24L);
    assertThat(mlp.outputs()).hasSize(1);
    List<ModelStep> steps = model.graph().steps();
    StagedGraph all = cut.between(steps.get(0).name(), steps.get(steps.size() - 1).name());
    assertThat(all.inputs()).isEqualTo(model.graph().inputs());
    assertThat(all.outputs()).isEqualTo(model.graph().outputs());
    assertThatThrownBy(() -> cut.between(MLP[1], MLP[0]))
        .hasMessage(MLP[0] + " comes before " + MLP[1]);
    assertThatThrownBy(() -> cut.between("x", "y")).hasMessageContaining("no step x");
  }
}
