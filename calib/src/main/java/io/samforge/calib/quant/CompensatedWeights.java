package io.samforge.calib.quant;

import io.samforge.arch.layer.QuantizedWeights;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Quantises the weights of a linear layer for the inputs that it will really see: codes that carry
 * the errors of the quantised layers before them.
 *
 * <p>With the exact inputs x, the quantised inputs xhat and both their means taken away, first the
 * weights are found that make the exact outputs of xhat: the minimum of {@code |W x - V xhat|^2 +
 * damping |W - V|^2}. Then V is rounded so that the errors of its weights compensate each other
 * ({@link CompensatedRounding}). The bias takes what the means of the outputs differ by.
 */
public final class CompensatedWeights {
  private static final int SWEEPS = 8;
  private static final double[] NARROWINGS = {1, 0.92, 0.84, 0.76};

  private final int bits;
  private final double damping;

  /**
   * Makes a quantiser.
   *
   * @param bits bits of a weight code
   * @param damping share of the mean moment of an input, positive: how much the weights are held
   */
  public CompensatedWeights(int bits, double damping) {
    this.bits = bits;
    this.damping = damping;
  }

  /**
   * Weights and bias for quantised inputs.
   *
   * @param weights codes, scales and zero-points
   * @param bias one for every output
   */
  public record Result(QuantizedWeights weights, double[] bias) {}

  /**
   * Quantises a layer.
   *
   * @param exact inputs of the float model, shape [rows][channels]
   * @param quantised the same rows as the layer will see them
   * @param weights shape [outputs][channels]
   * @param bias one for every output
   * @param progress is told the number of each output when it is done, from any thread
   */
  public Result fit(
      FloatMatrix exact,
      FloatMatrix quantised,
      FloatMatrix weights,
      float[] bias,
      IntConsumer progress) {
    double[] exactMean = exact.columnMeans();
    double[] mean = quantised.columnMeans();
    FloatMatrix centred = quantised.minus(mean);
    InputStatistics statistics = new InputStatistics(centred, damping);
    FloatMatrix change = exact.minus(exactMean).minus(centred).transposedTimes(centred);
    CompensatedRounding rounding = new CompensatedRounding(statistics, SWEEPS);
    int outputs = weights.rows();
    byte[][] codes = new byte[outputs][];
    double[] scale = new double[outputs];
    int[] zero = new int[outputs];
    double[] newBias = new double[outputs];
    IntStream.range(0, outputs)
        .parallel()
        .forEach(
            o -> {
              float[] row = weights.row(o);
              double[] target = target(row, change, exact.rows(), statistics);
              Row best = best(target, rounding, statistics);
              codes[o] = best.codes;
              scale[o] = best.grid.scale();
              zero[o] = best.grid.zero();
              newBias[o] = bias[o];
              for (int c = 0; c < row.length; c++) {
                double weight = best.grid.weight(best.codes[c] & 0xff);
                newBias[o] += row[c] * exactMean[c] - weight * mean[c];
              }
              progress.accept(o);
            });
    return new Result(new QuantizedWeights(bits, codes, scale, zero), newBias);
  }

  /** {@code w + w (x - xhat)^T xhat / rows H^-1}, by channel. */
  private static double[] target(
      float[] row, FloatMatrix change, int rows, InputStatistics statistics) {
    int n = row.length;
    double[] product = new double[n];
    for (int j = 0; j < n; j++) {
      for (int c = 0; c < n; c++) {
        product[c] += (double) row[j] * change.get(j, c);
      }
    }
    double[] places = new double[n];
    for (int i = 0; i < n; i++) {
      places[i] = product[statistics.order()[i]] / rows;
    }
    statistics.solve(places);
    double[] target = new double[n];
    for (int i = 0; i < n; i++) {
      int c = statistics.order()[i];
      target[c] = row[c] + places[i];
    }
    return target;
  }

  private record Row(RowGrid grid, byte[] codes) {}

  private Row best(double[] target, CompensatedRounding rounding, InputStatistics statistics) {
    float[] wanted = new float[target.length];
    for (int c = 0; c < wanted.length; c++) {
      wanted[c] = (float) target[c];
    }
    WeightQuantizer.Row nearest = new WeightQuantizer(bits).quantizeRow(wanted);
    Row best = null;
    double bestEnergy = Double.POSITIVE_INFINITY;
    for (double narrowing : NARROWINGS) {
      RowGrid grid = new RowGrid(nearest.scale() * narrowing, nearest.zero(), 1 << bits);
      int[] codes = rounding.round(target, grid);
      double[] errors = new double[codes.length];
      for (int i = 0; i < errors.length; i++) {
        int c = statistics.order()[i];
        errors[i] = target[c] - grid.weight(codes[c]);
      }
      double energy = statistics.energy(errors);
      if (energy < bestEnergy) {
        bestEnergy = energy;
        byte[] bytes = new byte[codes.length];
        for (int c = 0; c < bytes.length; c++) {
          bytes[c] = (byte) codes[c];
        }
        best = new Row(grid, bytes);
      }
    }
    return best;
  }
}
