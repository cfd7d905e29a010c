package io.samforge.calib.quant;

import io.samforge.arch.format.Quantizer;
import io.samforge.arch.layer.Operand;
import java.util.Arrays;

/**
 * The mean squared error that quantised inputs cause at the outputs of a linear layer with float
 * weights: {@code mean (W (xhat - x))^2} over rows and outputs. The bias cancels.
 */
public final class OutputError {
  private final FloatMatrix rows;
  private final FloatMatrix columns;

  /**
   * Prepares the error of one layer.
   *
   * @param rows inputs, shape [rows][channels]
   * @param weights shape [outputs][channels]
   */
  public OutputError(FloatMatrix rows, FloatMatrix weights) {
    this.rows = rows;
    this.columns = weights.transposed();
  }

  /** The error when every channel uses {@code quantizer}. */
  public double of(Quantizer quantizer) {
    LevelTable table = LevelTable.of(quantizer);
    float[] difference = rows.toArray();
    for (int i = 0; i < difference.length; i++) {
      difference[i] = (float) (table.nearest(difference[i]) - difference[i]);
    }
    return meanSquare(difference);
  }

  /** The error when the inputs are quantised with {@code operand}. */
  public double of(Operand operand) {
    float[] quantised = new OperandTable(operand, rows.columns()).quantise(rows).toArray();
    float[] exact = rows.toArray();
    for (int i = 0; i < exact.length; i++) {
      quantised[i] -= exact[i];
    }
    return meanSquare(quantised);
  }

  /**
   * The energy of the weights that read every channel: the share that an error of the channel has
   * in the error of the output if the errors of the channels are independent.
   *
   * @param weights shape [outputs][channels]
   */
  public static double[] channelWeights(FloatMatrix weights) {
    double[] energy = new double[weights.columns()];
    for (int o = 0; o < weights.rows(); o++) {
      for (int c = 0; c < energy.length; c++) {
        double w = weights.get(o, c);
        energy[c] += w * w;
      }
    }
    double total = Arrays.stream(energy).sum();
    if (total == 0) {
      Arrays.fill(energy, 1);
    }
    return energy;
  }

  private double meanSquare(float[] difference) {
    float[] output =
        new FloatMatrix(rows.rows(), rows.columns(), difference).times(columns).toArray();
    double sum = 0;
    for (float y : output) {
      sum += (double) y * y;
    }
    return sum / output.length;
  }
}
