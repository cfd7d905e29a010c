package io.samforge.eval.bench;

import com.google.gson.JsonObject;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.SnappedOperand;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A package of one linear step: all of a picture's work in one program.
 *
 * @param config what it is compiled for
 * @param tokens rows of its input and output
 * @param channels columns of its input
 * @param outputs columns of its output
 */
record OneStepModel(AcceleratorConfig config, int tokens, int channels, int outputs) {
  static final String INPUT = "x";

  /** Returns the size of codes in and floats out, in MiB, without the padding of channels. */
  double mebibytes() {
    long bits = (long) channels * config.activationBits() + (long) outputs * Float.SIZE;
    return (double) tokens * bits / Byte.SIZE / (1 << 20);
  }

  /** Returns the package, with the function {@code encoder}. */
  ModelPackage model() {
    List<Long> in = List.of((long) tokens, (long) channels);
    List<Long> out = List.of((long) tokens, (long) outputs);
    LinearStep step =
        new LinearStep(
            "all",
            INPUT,
            new MatrixView.Rows(in),
            "y",
            new MatrixView.Rows(out),
            InputOrigin.OTHER,
            ActivationFunction.IDENTITY);
    StagedGraph graph =
        new StagedGraph(
            "one",
            List.of(new TensorShape(INPUT, in)),
            List.of(new TensorShape("y", out)),
            List.of(step));
    double[] scale = new double[outputs];
    Arrays.fill(scale, 1);
    QuantizedWeights weights =
        new QuantizedWeights(
            config.weightBits(), new byte[outputs][channels], scale, new int[outputs]);
    UniformParameters uniform =
        new UniformParameters(config.activationBits(), 0.4, config.codes() / 2);
    LinearQuantization linear =
        new LinearQuantization(
            SnappedOperand.snap(CagOperand.single(uniform, channels)),
            weights,
            new double[outputs]);
    FloatMatrix none = new FloatMatrix(outputs, channels, new float[outputs * channels]);
    QuantizedModel quantized =
        new QuantizedModel(
            new StagedModel(
                graph,
                Map.of(),
                Map.of("all", new LinearWeights(none, new float[outputs])),
                new PlacementReport("one", List.of())),
            new QuantizationPlan(Map.of("all", linear), Map.of()));
    return new PackageCompiler(config)
        .compile(
            new ModelOrigin("one", "0".repeat(64)), Map.of("encoder", quantized), new JsonObject())
        .model();
  }
}
