package io.samforge.calib.recon;

import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.RightQuantization;
import io.samforge.arch.model.StagedGraph;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.quant.ChannelGroups;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.GroupingMetric;
import io.samforge.calib.quant.HluqSearch;
import io.samforge.calib.quant.ScaleZero;
import io.samforge.calib.quant.WeightQuantizer;
import io.samforge.calib.run.FloatEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.ObservedEngine;
import io.samforge.host.run.ProductSlice;
import io.samforge.host.run.StepListener;
import io.samforge.host.run.StepObserver;
import io.samforge.host.run.StepValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Quantisers of all steps of a unit from what one run of the float unit shows, weights nearest. */
final class SimplePlan implements StepObserver {
  private static final int GROUPS = 4;
  private static final int ROWS = 256;

  private final int bits;
  private final Map<String, LinearWeights> weights;
  private final Map<String, LinearQuantization> linears = new LinkedHashMap<>();
  private final Map<String, ProductQuantization> products = new LinkedHashMap<>();

  private SimplePlan(int bits, Map<String, LinearWeights> weights) {
    this.bits = bits;
    this.weights = weights;
  }

  static QuantizationPlan of(
      StagedGraph unit,
      Map<String, byte[]> hostParts,
      Map<String, LinearWeights> weights,
      Map<String, FloatTensor> inputs,
      int bits) {
    SimplePlan plan = new SimplePlan(bits, weights);
    try (ObservedEngine engine = new ObservedEngine(new FloatEngine(weights), plan);
        GraphExecutor executor = new GraphExecutor(unit, hostParts, engine, StepListener.NONE)) {
      executor.run(inputs);
    }
    return new QuantizationPlan(plan.linears, plan.products);
  }

  @Override
  public void linear(LinearStep step, StepValue input) {
    FloatMatrix x = matrix(step.inputView(), ((FloatTensor) input).data());
    LinearWeights own = weights.get(step.name());
    double[] bias = new double[own.bias().length];
    Arrays.setAll(bias, o -> own.bias()[o]);
    linears.put(
        step.name(),
        new LinearQuantization(
            SnappedOperand.snap(operand(step, x, own.weights())),
            new WeightQuantizer(bits).quantize(own.weights(), o -> {}),
            bias));
  }

  private static FloatMatrix matrix(MatrixView view, float[] tensor) {
    int rows = Math.min(view.tokens(), ROWS);
    float[][] tokens = new float[rows][view.channels()];
    for (int i = 0; i < rows; i++) {
      view.read(tensor, (int) ((long) i * view.tokens() / rows), tokens[i]);
    }
    return FloatMatrix.ofRows(tokens);
  }

  private Operand operand(LinearStep step, FloatMatrix x, FloatMatrix w) {
    if (step.origin() == InputOrigin.NORMALISED) {
      ScaleZero[] channels =
          Arrays.stream(ChannelRange.ofColumns(x))
              .map(range -> range.quantizer(1 << bits))
              .toArray(ScaleZero[]::new);
      return ChannelGroups.perChannel(channels)
          .merge(GROUPS, GroupingMetric.NORMALISED, 1 << bits)
          .operand(bits);
    }
    if (step.origin() == InputOrigin.GELU) {
      return new HluqOperand(new HluqSearch(bits).search(x, w).best().parameters());
    }
    ScaleZero whole = ChannelRange.ofAll(x).quantizer(1 << bits);
    return CagOperand.single(
        new UniformParameters(bits, whole.scale(), (int) whole.zero()), step.channels());
  }

  @Override
  public void product(ProductSlice slice, FloatTensor left, FloatTensor right) {
    ProductStep step = slice.step();
    if (slice.count() != step.batch()) {
      throw new IllegalArgumentException("a model of a test with sliced products");
    }
    List<SnappedOperand> lefts =
        IntStream.range(0, step.heads())
            .mapToObj(
                h -> SnappedOperand.snap(left(step, range(step, left.data(), h, step.tokens()))))
            .toList();
    List<RightQuantization> rights =
        IntStream.range(0, step.heads())
            .mapToObj(
                h -> {
                  ScaleZero all = range(step, right.data(), h, step.columns()).quantizer(1 << bits);
                  return new RightQuantization(
                      bits, new double[] {all.scale()}, new int[] {(int) all.zero()});
                })
            .toList();
    products.put(step.name(), new ProductQuantization(lefts, rights));
  }

  /** The range of one head over all windows; the matrix of a head has rows x inner values. */
  private static ChannelRange range(ProductStep step, float[] values, int head, int rows) {
    int size = rows * step.inner();
    float min = 0;
    float max = 0;
    for (int b = head; b < step.batch(); b += step.heads()) {
      for (int i = b * size; i < (b + 1) * size; i++) {
        min = Math.min(min, values[i]);
        max = Math.max(max, values[i]);
      }
    }
    return new ChannelRange(min, max);
  }

  private Operand left(ProductStep step, ChannelRange range) {
    if (step.origin() == InputOrigin.SOFTMAX) {
      return new Log2Operand(Log2Parameters.of(bits, 2, range.max()));
    }
    ScaleZero all = range.quantizer(1 << bits);
    return CagOperand.single(
        new UniformParameters(bits, all.scale(), (int) all.zero()), step.inner());
  }
}
