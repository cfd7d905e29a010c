package io.samforge.calib.run;

import io.samforge.arch.UserError;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.QuantizationPlan;
import io.samforge.arch.model.RightQuantization;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.quant.WeightQuantizer;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.OperandCodec;
import io.samforge.host.run.ProductSlice;
import io.samforge.host.run.SlicingEngine;
import io.samforge.host.run.StepValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Computes quantised steps in floats: what they read and their weights are rounded to the levels of
 * their codes, then multiplied in ONNX Runtime. It differs from the accelerator only by the
 * rounding of float sums. Steps that the plan does not cover are computed as they are.
 *
 * <p>A step with a folded activation delivers the value of the activation; its reader rounds it.
 */
public final class QuantizedEngine implements SlicingEngine {
  private final QuantizationPlan plan;
  private final FloatEngine floats;
  private final Map<String, OperandCodec> codecOfStep = new HashMap<>();
  private final Map<String, List<OperandCodec>> codecsOfProduct = new HashMap<>();

  /**
   * Prepares a quantised model.
   *
   * @param weights weights and bias of the linear steps before quantisation, by their names
   * @param plan the quantisers
   */
  public QuantizedEngine(Map<String, LinearWeights> weights, QuantizationPlan plan) {
    this.plan = plan;
    Map<String, LinearWeights> rounded = new HashMap<>(weights);
    plan.linears().forEach((name, quantized) -> rounded.put(name, rounded(quantized)));
    this.floats = new FloatEngine(rounded);
  }

  private static LinearWeights rounded(LinearQuantization quantized) {
    float[] bias = new float[quantized.bias().length];
    for (int o = 0; o < bias.length; o++) {
      bias[o] = (float) quantized.bias()[o];
    }
    return new LinearWeights(WeightQuantizer.decoded(quantized.weights()), bias);
  }

  @Override
  public FloatTensor linear(LinearStep step, StepValue input) {
    LinearQuantization quantized = plan.linears().get(step.name());
    if (quantized == null) {
      return floats.linear(step, input);
    }
    if (!(input instanceof FloatTensor tensor)) {
      throw new UserError("the input is codes; this engine reads floats");
    }
    OperandCodec codec =
        codecOfStep.computeIfAbsent(
            step.name(), n -> new OperandCodec(quantized.operand().operand(), step.channels()));
    float[] rounded = codec.round(step.inputView(), tensor.data());
    LinearStep computed = codec.roundsInPlace(step.inputView()) ? step : onMatrix(step);
    return floats.linear(computed, new FloatTensor(computed.inputView().shape(), rounded));
  }

  /** The same step for an input that was copied out as a matrix. */
  private static LinearStep onMatrix(LinearStep step) {
    return new LinearStep(
        step.name(),
        step.input(),
        new MatrixView.Rows(List.of((long) step.tokens(), (long) step.channels())),
        step.output(),
        step.outputView(),
        step.origin(),
        step.activation());
  }

  @Override
  public FloatTensor slice(ProductSlice slice, FloatTensor left, FloatTensor right) {
    ProductQuantization quantized = plan.products().get(slice.step().name());
    if (quantized == null) {
      return floats.slice(slice, left, right);
    }
    return floats.slice(
        slice,
        new FloatTensor(left.shape(), left(slice, quantized, left.data())),
        new FloatTensor(right.shape(), right(slice, quantized, right.data())));
  }

  private float[] left(ProductSlice slice, ProductQuantization quantized, float[] values) {
    ProductStep step = slice.step();
    List<OperandCodec> codecs =
        codecsOfProduct.computeIfAbsent(
            step.name(),
            name ->
                quantized.left().stream()
                    .map(operand -> new OperandCodec(operand.operand(), step.inner()))
                    .toList());
    MatrixView view = new MatrixView.Rows(List.of((long) step.tokens(), (long) step.inner()));
    int size = step.tokens() * step.inner();
    float[] rounded = new float[values.length];
    IntStream.range(0, slice.count())
        .parallel()
        .forEach(
            i -> {
              float[] matrix = Arrays.copyOfRange(values, i * size, (i + 1) * size);
              int head = (slice.first() + i) % step.heads();
              OperandCodec codec = codecs.get(codecs.size() == 1 ? 0 : head);
              System.arraycopy(codec.round(view, matrix), 0, rounded, i * size, size);
            });
    return rounded;
  }

  private static float[] right(ProductSlice slice, ProductQuantization quantized, float[] values) {
    ProductStep step = slice.step();
    int size = step.inner() * step.columns();
    float[] rounded = new float[values.length];
    IntStream.range(0, slice.count())
        .parallel()
        .forEach(
            i -> {
              RightQuantization quantizer = quantized.right((slice.first() + i) % step.heads());
              for (int at = i * size; at < (i + 1) * size; at += step.columns()) {
                roundRow(quantizer, values, rounded, at, step.columns());
              }
            });
    return rounded;
  }

  private static void roundRow(
      RightQuantization quantizer, float[] values, float[] rounded, int at, int columns) {
    for (int column = 0; column < columns; column++) {
      int code = quantizer.encode(values[at + column], column);
      rounded[at + column] =
          (float) (quantizer.scale(column) * (code - quantizer.zeroPoint(column)));
    }
  }

  @Override
  public void close() {
    floats.close();
  }
}
