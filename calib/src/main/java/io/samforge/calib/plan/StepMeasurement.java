package io.samforge.calib.plan;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.WideWeightsOperand;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.RightQuantization;
import io.samforge.calib.capture.LinearSamples;
import io.samforge.calib.capture.ProductSamples;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.OperandTable;
import io.samforge.calib.quant.Sqnr;
import io.samforge.calib.quant.WeightQuantizer;
import java.util.Arrays;
import java.util.Locale;

/** Measures the quality of single steps. */
final class StepMeasurement {
  private static final int SAMPLE = 512;

  private final String function;
  private final AcceleratorConfig config;

  StepMeasurement(String function, AcceleratorConfig config) {
    this.function = function;
    this.config = config;
  }

  StepQuality of(
      LinearStep step, LinearSamples samples, LinearWeights exact, LinearQuantization found) {
    FloatMatrix rows = samples.rows().spreadRows(SAMPLE);
    Operand operand = found.operand().operand();
    OperandTable table = new OperandTable(operand, step.channels());
    FloatMatrix rounded = table.quantise(rows);
    FloatMatrix weights = exact.weights().transposed();
    FloatMatrix roundedWeights = WeightQuantizer.decoded(found.weights()).transposed();
    double[] bias = new double[exact.bias().length];
    Arrays.setAll(bias, o -> -exact.bias()[o]);
    double[] roundedBias = Arrays.stream(found.bias()).map(b -> -b).toArray();
    FloatMatrix reference = rows.times(weights).minus(bias);
    OperandTable.ClipShares clipped = table.clipShares(rows);
    return new StepQuality(
        function,
        step.name(),
        "linear",
        kind(operand),
        operand.grouped().map(StepMeasurement::used).orElse(1),
        operand instanceof HluqOperand hluq ? hluq.parameters().nLog() : 0,
        step.channels(),
        slots(operand, step.channels(), found.weights().bits()),
        found.weights().bits(),
        step.macs(),
        Sqnr.decibels(rows, rounded),
        Sqnr.decibels(reference, rounded.times(weights).minus(bias)),
        Sqnr.decibels(reference, rows.times(roundedWeights).minus(roundedBias)),
        Sqnr.decibels(reference, rounded.times(roundedWeights).minus(roundedBias)),
        clipped.below() + clipped.above());
  }

  StepQuality of(ProductStep step, ProductSamples samples, ProductQuantization found) {
    Sums sums = new Sums();
    for (ProductSamples.Window window :
        samples.windows().subList(0, Math.min(4, samples.windows().size()))) {
      for (int head = 0; head < step.heads(); head++) {
        sums.add(window.heads().get(head), found, head);
      }
    }
    Operand operand = found.left(0).operand();
    return new StepQuality(
        function,
        step.name(),
        "product",
        kind(operand),
        1,
        operand instanceof Log2Operand log2 ? log2.parameters().tau() : 0,
        step.inner(),
        slots(operand, step.inner(), found.right(0).bits()),
        found.right(0).bits(),
        step.macs(),
        sums.decibels(0),
        sums.decibels(1),
        sums.decibels(2),
        sums.decibels(3),
        0);
  }

  /** Signals and noises of input, left side, right side and both. */
  private static final class Sums {
    private final double[] signal = new double[4];
    private final double[] noise = new double[4];

    void add(ProductSamples.Head head, ProductQuantization found, int number) {
      FloatMatrix left = head.left().spreadRows(64);
      FloatMatrix right = head.right();
      FloatMatrix roundedLeft =
          new OperandTable(found.left(number).operand(), left.columns()).quantise(left);
      FloatMatrix roundedRight = rounded(right, found.right(number));
      FloatMatrix exact = left.times(right);
      add(0, left, roundedLeft);
      add(1, exact, roundedLeft.times(right));
      add(2, exact, left.times(roundedRight));
      add(3, exact, roundedLeft.times(roundedRight));
    }

    private void add(int place, FloatMatrix exact, FloatMatrix rounded) {
      float[] x = exact.toArray();
      float[] y = rounded.toArray();
      for (int i = 0; i < x.length; i++) {
        signal[place] += (double) x[i] * x[i];
        noise[place] += (double) (x[i] - y[i]) * (x[i] - y[i]);
      }
    }

    double decibels(int place) {
      return 10 * Math.log10(signal[place] / noise[place]);
    }

    private static FloatMatrix rounded(FloatMatrix right, RightQuantization quantizer) {
      float[] values = right.toArray();
      int columns = right.columns();
      for (int i = 0; i < values.length; i++) {
        int column = i % columns;
        int code = quantizer.encode(values[i], column);
        values[i] = (float) (quantizer.scale(column) * (code - quantizer.zeroPoint(column)));
      }
      return new FloatMatrix(right.rows(), columns, values);
    }
  }

  /** Slots with padding; 8-bit weights on an array of fewer weight bits take each twice. */
  private int slots(Operand operand, int channels, int weightBits) {
    int digits = WideWeightsOperand.needed(weightBits, config) ? 2 : 1;
    return digits * operand.slots(channels, config.reductionLanes()).slots();
  }

  private static String kind(Operand operand) {
    return operand.getClass().getSimpleName().replace("Operand", "").toUpperCase(Locale.ROOT);
  }

  private static int used(CagOperand operand) {
    return (int) Arrays.stream(operand.groupOfChannel()).distinct().count();
  }
}
