package io.samforge.calib.quant;

import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.WideWeightsOperand;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Quantises the weights of a linear layer so that the errors of the weights of an output compensate
 * each other on the inputs that the layer will see ({@link CompensatedRounding}).
 *
 * <p>Scale and zero-point of every output start from those of {@link WeightQuantizer}; narrower
 * scales are tried, because errors that compensate each other allow more clipping. What the means
 * of the outputs differ by because of the weights goes into the bias.
 */
public final class CompensatedWeights {
  private static final int SWEEPS = 4;
  private static final double[] NARROWINGS = {1, 0.92, 0.84, 0.76};

  /**
   * With 8 bits nothing is gained by clipping, and the largest weights stay below the last code.
   */
  private static final double WIDE_REACH = WideWeightsOperand.CODES - 2 - WideWeightsOperand.ZERO;

  private final int bits;
  private final boolean wide;
  private final double damping;

  /**
   * Makes a quantiser.
   *
   * @param bits bits of a weight code
   * @param damping what is added to the moment of every input, as a share of the mean moment;
   *     positive
   */
  public CompensatedWeights(int bits, double damping) {
    this(bits, false, damping);
  }

  private CompensatedWeights(int bits, boolean wide, double damping) {
    this.bits = bits;
    this.wide = wide;
    this.damping = damping;
  }

  /**
   * Makes a quantiser of symmetric weights of 8 bits for arrays of fewer weight bits ({@link
   * WideWeightsOperand}).
   */
  public static CompensatedWeights wide(double damping) {
    return new CompensatedWeights(WideWeightsOperand.BITS, true, damping);
  }

  /**
   * Weights and bias of a layer.
   *
   * @param weights codes, scales and zero-points
   * @param bias one for every output
   */
  public record Result(QuantizedWeights weights, double[] bias) {}

  /**
   * Quantises a layer.
   *
   * @param inputs a sample of the quantised inputs, shape [rows][channels]
   * @param weights shape [outputs][channels]
   * @param bias one for every output
   * @param progress is told the number of each output when it is done, from any thread
   */
  public Result fit(FloatMatrix inputs, FloatMatrix weights, float[] bias, IntConsumer progress) {
    double[] mean = inputs.columnMeans();
    InputStatistics statistics = new InputStatistics(inputs.minus(mean), damping);
    int outputs = weights.rows();
    byte[][] codes = new byte[outputs][];
    double[] scale = new double[outputs];
    int[] zero = new int[outputs];
    double[] corrected = new double[outputs];
    IntStream.range(0, outputs)
        .parallel()
        .forEach(
            o -> {
              float[] row = weights.row(o);
              Row best = new RowFit(row, statistics).best();
              codes[o] = new byte[row.length];
              scale[o] = best.grid.scale();
              zero[o] = best.grid.zero();
              corrected[o] = bias[o];
              for (int c = 0; c < row.length; c++) {
                codes[o][c] = (byte) best.codes[c];
                corrected[o] += (row[c] - best.grid.weight(best.codes[c])) * mean[c];
              }
              progress.accept(o);
            });
    return new Result(new QuantizedWeights(bits, codes, scale, zero), corrected);
  }

  private record Row(RowGrid grid, int[] codes) {}

  private List<RowGrid> narrowing(float[] row) {
    WeightQuantizer.Row nearest = new WeightQuantizer(bits).quantizeRow(row);
    return Arrays.stream(NARROWINGS)
        .mapToObj(n -> new RowGrid(nearest.scale() * n, nearest.zero(), 1 << bits))
        .toList();
  }

  private static RowGrid symmetric(float[] row) {
    double largest = 0;
    for (float w : row) {
      largest = Math.max(largest, Math.abs(w));
    }
    double scale = largest > 0 ? largest / WIDE_REACH : 1;
    return new RowGrid(scale, WideWeightsOperand.ZERO, WideWeightsOperand.CODES);
  }

  /** Finds the codes of one output. */
  private final class RowFit {
    private final double[] target;
    private final InputStatistics statistics;
    private final List<RowGrid> grids;

    RowFit(float[] row, InputStatistics statistics) {
      this.target = IntStream.range(0, row.length).mapToDouble(c -> row[c]).toArray();
      this.statistics = statistics;
      this.grids = wide ? List.of(symmetric(row)) : narrowing(row);
    }

    /** The codes of the scale whose first rounding has the least energy, then improved. */
    Row best() {
      CompensatedRounding quick = new CompensatedRounding(statistics, 0);
      RowGrid best = null;
      double bestEnergy = Double.POSITIVE_INFINITY;
      for (RowGrid grid : grids) {
        double energy = energy(grid, quick.round(target, grid));
        if (energy < bestEnergy) {
          bestEnergy = energy;
          best = grid;
        }
      }
      return new Row(best, new CompensatedRounding(statistics, SWEEPS).round(target, best));
    }

    private double energy(RowGrid grid, int[] codes) {
      double[] errors = new double[codes.length];
      for (int i = 0; i < errors.length; i++) {
        int c = statistics.order()[i];
        errors[i] = target[c] - grid.weight(codes[c]);
      }
      return statistics.energy(errors);
    }
  }
}
