package io.samforge.calib.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LayerSet;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.pack.ModelOrigin;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PlanFile;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.Seeds;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.capture.CaptureInput;
import io.samforge.calib.compile.Compilation;
import io.samforge.calib.compile.PackageCompiler;
import io.samforge.calib.compile.QuantizedModel;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.run.FloatEngine;
import io.samforge.calib.run.QuantizedEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelQuantizerTest {
  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(Path.of("../configs/small.json"));

  @TempDir private Path folder;
  private final Random random = Seeds.random("ModelQuantizerTest", 61);
  private StagedModel model;
  private List<CaptureInput> pictures;
  private CalibrationSamples samples;

  @BeforeEach
  void capture() {
    model = TinyModels.samVit(folder);
    pictures = TinyModels.pictures(model, random, 3);
    samples = TinyModels.capture(model, pictures, folder);
  }

  private ModelQuantizer.Result quantise(Recipe recipe) {
    return quantise(CONFIG, recipe);
  }

  private ModelQuantizer.Result quantise(AcceleratorConfig config, Recipe recipe) {
    return new ModelQuantizer(config, recipe, folder.resolve("plans"), ProgressListener.SILENT)
        .quantise(model, samples, samples::product);
  }

  private FloatTensor run(StepEngine engine) {
    try (engine;
        GraphExecutor executor =
            new GraphExecutor(model.graph(), model.hostParts(), engine, StepListener.NONE)) {
      return executor.run(pictures.get(0).tensors()).values().iterator().next();
    }
  }

  private double error(QuantizationPlan plan) {
    FloatTensor exact = run(new FloatEngine(model.weights()));
    return difference(exact, run(new QuantizedEngine(model.weights(), plan)));
  }

  private static double difference(FloatTensor exact, FloatTensor found) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < exact.data().length; i++) {
      double x = exact.data()[i];
      signal += x * x;
      noise += (x - found.data()[i]) * (x - found.data()[i]);
    }
    return noise / signal;
  }

  @Test
  void originsDecideTheKindsOfOperands() {
    QuantizationPlan plan = quantise(Recipe.FAST).plan();
    for (LinearStep step : model.graph().linearSteps().toList()) {
      Operand operand = plan.linears().get(step.name()).operand().operand();
      boolean chained =
          model
              .graph()
              .linearSteps()
              .anyMatch(s -> !s.equals(step) && s.output().equals(step.input()));
      if (chained) {
        assertThat(operand).isInstanceOf(HluqOperand.class);
      } else if (step.origin() == InputOrigin.NORMALISED) {
        assertThat(operand).isInstanceOf(CagOperand.class);
      }
    }
    for (ProductStep step : model.graph().productSteps().toList()) {
      Operand left = plan.products().get(step.name()).left(0).operand();
      assertThat(left)
          .isInstanceOf(
              step.origin() == InputOrigin.SOFTMAX ? Log2Operand.class : CagOperand.class);
      assertThat(plan.products().get(step.name()).right()).hasSize(step.heads());
    }
  }

  @Test
  void widthsFillWholeChunksOfLanes() {
    QuantizationPlan plan = quantise(Recipe.FAST).plan();
    int lanes = CONFIG.reductionLanes();
    int grouped = 0;
    for (LinearStep step : model.graph().linearSteps().toList()) {
      if (plan.linears().get(step.name()).operand().operand() instanceof CagOperand cag) {
        int chunks = (step.channels() + lanes - 1) / lanes;
        assertThat(cag.slots(step.channels(), lanes).slots()).isEqualTo(chunks * lanes);
        grouped++;
      }
    }
    assertThat(grouped).isGreaterThanOrEqualTo(4);
  }

  @Test
  void betterRecipesGiveSmallerErrors() {
    double uniform = error(quantise(Recipe.UNIFORM).plan());
    double fast = error(quantise(Recipe.FAST).plan());
    double wider = error(quantise(CONFIG.withBits(6, 6), Recipe.FAST).plan());
    System.out.printf("errors: uniform %.4f, fast %.4f, 6 bits %.5f%n", uniform, fast, wider);
    // Random weights make all channels alike, so that there is little to gain.
    assertThat(fast).isLessThan(0.97 * uniform);
    assertThat(wider).isLessThan(0.3 * fast);
  }

  /** 8-bit weights where they help and fit: not where codes of another layer are read. */
  @Test
  void wideWeightsMakeErrorsSmaller() {
    Recipe codes = Recipe.FAST.withWideNames(List.of("blocks", "neck"));
    Recipe both = codes.withWideWeightNames(List.of("blocks", "neck"));
    QuantizationPlan narrow = quantise(codes).plan();
    QuantizationPlan wide = quantise(both).plan();
    double before = error(narrow);
    double after = error(wide);
    System.out.printf("errors: 8-bit codes %.5f, 8-bit weights too %.5f%n", before, after);
    assertThat(after).isLessThan(0.5 * before);
    assertThat(narrow.linears().values()).allMatch(step -> step.weights().bits() == 4);
    List<Integer> bits =
        wide.linears().values().stream().map(step -> step.weights().bits()).distinct().toList();
    assertThat(bits).containsExactlyInAnyOrder(4, 8);
    assertThat(wide.linears().values())
        .filteredOn(step -> step.operand().operand() instanceof HluqOperand)
        .allMatch(step -> step.weights().bits() == 4);
    assertThat(wide.products().values()).anyMatch(product -> product.right(0).bits() == 8);
    for (StepQuality step : quantise(both).qualities()) {
      LinearQuantization linear = wide.linears().get(step.step());
      assertThat(step.weightBits())
          .isEqualTo(
              linear == null
                  ? wide.products().get(step.step()).right(0).bits()
                  : linear.weights().bits());
      if (linear != null && linear.weights().bits() == 8) {
        int once =
            linear.operand().operand().slots(step.channels(), CONFIG.reductionLanes()).slots();
        assertThat(step.slots()).isEqualTo(2 * once);
      }
    }
    // The digits of the accelerator's layers mean these weights.
    LayerSet layers = new LayerSet(CONFIG, model.graph(), wide);
    FloatTensor golden = run(new GoldenEngine(layers, new FloatEngine(model.weights())));
    FloatTensor floats = run(new QuantizedEngine(model.weights(), wide));
    assertThat(difference(floats, golden)).isLessThan(0.1 * after);
  }

  /** 8-bit codes reach to the middle of mean and extremes, and no product gets worse by them. */
  @Test
  void wideCodesCoverTheMiddleRange() {
    Recipe wide = Recipe.FAST.withWideNames(List.of("blocks", "neck"));
    ModelQuantizer.Result found = quantise(wide);
    int checked = 0;
    for (LinearStep step : model.graph().linearSteps().toList()) {
      Operand operand = found.plan().linears().get(step.name()).operand().operand();
      if (operand instanceof WideOperand) {
        ChannelRange[] middle = samples.linear(step).middleRange();
        CagOperand groups = operand.grouped().orElseThrow();
        double[] widest = new double[groups.entries()];
        for (int c = 0; c < middle.length; c++) {
          int group = groups.groupOfChannel()[c];
          widest[group] = Math.max(widest[group], middle[c].max() - (double) middle[c].min());
        }
        double covered = Arrays.stream(widest).max().orElseThrow();
        double scale =
            IntStream.range(0, widest.length).mapToDouble(operand::entryScale).max().orElseThrow();
        assertThat(255 * scale).as(step.name()).isBetween(0.999 * covered, 1.001 * covered);
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(4);
    Map<String, Double> narrow = decibels(quantise(Recipe.FAST));
    decibels(found)
        .forEach((name, db) -> assertThat(db).as(name).isGreaterThan(narrow.get(name) - 0.5));
    assertThat(found.plan().products().values())
        .anyMatch(product -> product.left(0).operand() instanceof WideOperand);
  }

  private static Map<String, Double> decibels(ModelQuantizer.Result result) {
    return result.qualities().stream()
        .filter(step -> step.kind().equals("product"))
        .collect(Collectors.toMap(StepQuality::step, StepQuality::outputDecibels));
  }

  @Test
  void aRecipeRefusesWhatMeansNothing() {
    assertThatThrownBy(() -> Recipe.FAST.withWideNames(List.of("neck", "")))
        .hasMessage("a blank part of a step's name");
    assertThatThrownBy(() -> Recipe.FAST.withTaus(List.of()))
        .hasMessage("no levels an octave are allowed");
    assertThatThrownBy(() -> Recipe.UNIFORM.withWideWeightNames(List.of("neck")))
        .hasMessage("8-bit weights are rounded with compensation");
  }

  @Test
  void rowsOnlyLeavesConvolutionsAndProducts() {
    QuantizationPlan plan = quantise(Recipe.FAST.onRowsOnly()).plan();
    assertThat(plan.products()).isEmpty();
    assertThat(plan.linears().keySet()).noneMatch(name -> name.contains("neck"));
    assertThat(plan.linears()).hasSize(8);
  }

  @Test
  void everyStepIsMeasured() {
    ModelQuantizer.Result result = quantise(Recipe.FAST);
    assertThat(result.qualities())
        .hasSize(result.plan().linears().size() + result.plan().products().size())
        .allSatisfy(
            step -> {
              assertThat(step.outputDecibels()).isBetween(3.0, 80.0);
              assertThat(step.operandDecibels()).isGreaterThan(step.outputDecibels() - 2);
              assertThat(step.slots()).isGreaterThanOrEqualTo(step.channels());
              assertThat(step.macs()).isPositive();
            });
  }

  @Test
  void goesOnWithWhatIsKept() throws IOException {
    QuantizationPlan first = quantise(Recipe.FAST).plan();
    Map<Path, FileTime> times = times();
    assertThat(times).hasSize(first.linears().size());
    assertThat(PlanFile.digest(quantise(Recipe.FAST).plan())).isEqualTo(PlanFile.digest(first));
    assertThat(times()).isEqualTo(times);
    Path damaged = times.keySet().iterator().next();
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    assertThat(PlanFile.digest(quantise(Recipe.FAST).plan())).isEqualTo(PlanFile.digest(first));
    assertThat(times().get(damaged)).isNotEqualTo(times.get(damaged));
  }

  private Map<Path, FileTime> times() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("plans"))) {
      for (Path file : files.toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void packageComputesWhatThePlanSays() {
    QuantizationPlan plan = quantise(Recipe.FAST).plan();
    Compilation compiled =
        new PackageCompiler(CONFIG)
            .compile(
                new ModelOrigin("tiny", "0123456789abcdef".repeat(4)),
                Map.of("encoder", new QuantizedModel(model, plan)),
                new JsonObject());
    assertThat(compiled.fallbacks()).isEmpty();
    Path file = folder.resolve("tiny.sfp");
    compiled.model().save(file);
    ModelPackage loaded = ModelPackage.load(file, CONFIG);
    FloatTensor golden =
        run(new GoldenEngine(loaded.layers("encoder"), new FloatEngine(model.weights())));
    FloatTensor rounded = run(new QuantizedEngine(model.weights(), plan));
    double largest = 0;
    double mean = 0;
    for (int i = 0; i < golden.data().length; i++) {
      mean += Math.abs(golden.data()[i] - rounded.data()[i]) / golden.data().length;
      largest = Math.max(largest, Math.abs(rounded.data()[i]));
    }
    // They differ where a rounding of floats moves a value over a threshold.
    assertThat(mean / largest).isLessThan(0.01);
  }
}
