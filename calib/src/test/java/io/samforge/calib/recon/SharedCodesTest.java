package io.samforge.calib.recon;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.Seeds;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.run.FloatEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Codes of one layer that two layers decode: both must go on decoding them alike. */
class SharedCodesTest {
  private static final List<Long> NARROW = List.of(200L, 8L);
  private static final List<Long> WIDE = List.of(200L, 16L);

  private final RandomTensors random = new RandomTensors(Seeds.random("SharedCodesTest", 66));

  private static LinearStep step(
      String name,
      String in,
      List<Long> from,
      String out,
      List<Long> to,
      InputOrigin origin,
      ActivationFunction activation) {
    return new LinearStep(
        name, in, new MatrixView.Rows(from), out, new MatrixView.Rows(to), origin, activation);
  }

  private LinearWeights weights(int outputs, int channels) {
    return new LinearWeights(
        new FloatMatrix(outputs, channels, random.values(outputs * channels)),
        random.values(outputs));
  }

  @Test
  void operandsOfSharedCodesStayAndOthersAreLearned() {
    LinearStep first =
        step("fc1", "x", NARROW, "h", WIDE, InputOrigin.OTHER, ActivationFunction.GELU);
    LinearStep second =
        step("fc2", "h", WIDE, "y", NARROW, InputOrigin.GELU, ActivationFunction.IDENTITY);
    LinearStep third =
        step("fc3", "h", WIDE, "z", NARROW, InputOrigin.GELU, ActivationFunction.IDENTITY);
    StagedGraph unit =
        new StagedGraph(
            "fork",
            List.of(new TensorShape("x", NARROW)),
            List.of(new TensorShape("y", NARROW), new TensorShape("z", NARROW)),
            List.of(first, second, third));
    Map<String, LinearWeights> weights =
        Map.of("fc1", weights(16, 8), "fc2", weights(8, 16), "fc3", weights(8, 16));
    Map<String, FloatTensor> inputs = random.inputs(unit);
    Map<String, FloatTensor> targets;
    try (FloatEngine engine = new FloatEngine(weights);
        GraphExecutor executor = new GraphExecutor(unit, Map.of(), engine, StepListener.NONE)) {
      targets = executor.run(inputs);
    }
    QuantizationPlan start = shared(SimplePlan.of(unit, Map.of(), weights, inputs, 4));

    QuantizationPlan plan;
    try (UnitReconstruction reconstruction =
        new UnitReconstruction(
            unit,
            Map.of(),
            weights,
            ReconstructionOptions.STANDARD.withIterations(80).withTokens(100, 200))) {
      UnitSample sample = new UnitSample(inputs, inputs, targets);
      plan =
          reconstruction
              .run(start, new MeasureReconstruction.InMemory(sample), ProgressListener.SILENT)
              .plan();
    }

    assertThat(plan.linears().get("fc2").operand()).isSameAs(start.linears().get("fc2").operand());
    assertThat(plan.linears().get("fc3").operand()).isSameAs(start.linears().get("fc2").operand());
    assertThat(plan.linears().get("fc1").operand().grid().baseScale())
        .isNotEqualTo(start.linears().get("fc1").operand().grid().baseScale());
  }

  /** The plan with the operand of fc2 for fc3 too. */
  private static QuantizationPlan shared(QuantizationPlan plan) {
    Map<String, LinearQuantization> linears = new LinkedHashMap<>(plan.linears());
    LinearQuantization third = linears.get("fc3");
    linears.put(
        "fc3", new LinearQuantization(linears.get("fc2").operand(), third.weights(), third.bias()));
    return new QuantizationPlan(linears, plan.products());
  }
}
