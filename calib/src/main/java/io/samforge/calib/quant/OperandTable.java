package io.samforge.calib.quant;

import io.samforge.arch.format.Quantizer;
import io.samforge.arch.layer.Operand;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Quantises activations with an operand, channel by channel. */
public final class OperandTable {
  private final LevelTable[] channels;

  /** Tabulates {@code operand} for {@code channels} channels. */
  public OperandTable(Operand operand, int channels) {
    Map<Quantizer, LevelTable> tables = new HashMap<>();
    this.channels =
        IntStream.range(0, channels)
            .mapToObj(c -> tables.computeIfAbsent(operand.quantizer(c), LevelTable::of))
            .toArray(LevelTable[]::new);
  }

  /** Replaces every element of {@code rows}, shape [rows][channels], by its level. */
  public FloatMatrix quantise(FloatMatrix rows) {
    float[] values = rows.toArray();
    int width = channels.length;
    IntStream.range(0, rows.rows())
        .parallel()
        .forEach(
            r -> {
              for (int c = 0; c < width; c++) {
                values[r * width + c] = (float) channels[c].nearest(values[r * width + c]);
              }
            });
    return new FloatMatrix(rows.rows(), width, values);
  }

  /**
   * How many values are beyond the levels at both ends.
   *
   * @param below share of values below the lowest level by more than half a step
   * @param above share of values above the highest level by more than half a step
   */
  public record ClipShares(double below, double above) {}

  /** The clipped share of all elements of {@code rows}, shape [rows][channels]. */
  public ClipShares clipShares(FloatMatrix rows) {
    return clipShares(rows, IntStream.range(0, channels.length).toArray());
  }

  /** The clipped share of the elements of some columns of {@code rows}. */
  public ClipShares clipShares(FloatMatrix rows, int[] columns) {
    long below = 0;
    long above = 0;
    for (int r = 0; r < rows.rows(); r++) {
      for (int c : columns) {
        float x = rows.get(r, c);
        below += channels[c].below(x) ? 1 : 0;
        above += channels[c].above(x) ? 1 : 0;
      }
    }
    double all = (double) rows.rows() * Math.max(1, columns.length);
    return new ClipShares(below / all, above / all);
  }
}
