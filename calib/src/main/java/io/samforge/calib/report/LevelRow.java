package io.samforge.calib.report;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The levels of a quantiser, or of a group of channels, for a figure.
 *
 * @param label what it is, for people
 * @param levels the levels; those of the channel in the middle when zero-points differ
 * @param logLevels levels at distances that double, drawn in another colour
 * @param low the smallest level of all channels
 * @param high the largest level of all channels
 */
record LevelRow(String label, double[] levels, double[] logLevels, double low, double high) {
  /** The rows of an operand: one per group of channels that is not empty, or one for all. */
  static List<LevelRow> of(Operand operand) {
    if (operand.grouped().isPresent()) {
      CagOperand cag = operand.grouped().get();
      return IntStream.range(0, cag.groups().size())
          .mapToObj(g -> group(cag, g))
          .flatMap(List::stream)
          .toList();
    }
    Quantizer quantizer = operand.quantizer(0);
    double[] levels = IntStream.range(0, operand.codes()).mapToDouble(quantizer::decode).toArray();
    if (operand instanceof HluqOperand hluq) {
      return List.of(hybrid(hluq.parameters(), levels));
    }
    if (operand instanceof Log2Operand log2) {
      String label =
          "log2: %d levels, %d an octave, largest %s"
              .formatted(
                  log2.parameters().levels(),
                  log2.parameters().tau(),
                  Markup.number(log2.parameters().scale()));
      return List.of(
          new LevelRow(label, new double[0], levels, levels[0], levels[levels.length - 1]));
    }
    String label = "%d levels".formatted(levels.length);
    return List.of(
        new LevelRow(label, levels, new double[0], levels[0], levels[levels.length - 1]));
  }

  private static LevelRow hybrid(HluqParameters parameters, double[] levels) {
    int nLog = parameters.nLog();
    String label =
        "%d log levels up to %s, %d uniform, step %s"
            .formatted(
                nLog,
                Markup.number(parameters.offset() + parameters.scaleLog()),
                levels.length - 1 - nLog,
                Markup.number(parameters.scaleUniform()));
    return new LevelRow(
        label,
        Arrays.copyOfRange(levels, nLog + 1, levels.length),
        Arrays.copyOf(levels, nLog + 1),
        levels[0],
        levels[levels.length - 1]);
  }

  private static List<LevelRow> group(CagOperand operand, int group) {
    int[] zeros =
        IntStream.range(0, operand.groupOfChannel().length)
            .filter(c -> operand.groupOfChannel()[c] == group)
            .map(c -> operand.zeroPoint()[c])
            .sorted()
            .toArray();
    List<LevelRow> rows = new ArrayList<>();
    if (zeros.length > 0) {
      UniformParameters parameters = operand.groups().get(group);
      int smallest = zeros[0];
      int largest = zeros[zeros.length - 1];
      UniformParameters middle = parameters.withZeroPoint(zeros[zeros.length / 2]);
      String label =
          "group %d: %d channels, step %s, zero-point%s"
              .formatted(
                  group,
                  zeros.length,
                  Markup.number(parameters.scale()),
                  smallest == largest ? " " + smallest : "s " + smallest + " to " + largest);
      rows.add(
          new LevelRow(
              label,
              IntStream.range(0, parameters.codes()).mapToDouble(middle::decode).toArray(),
              new double[0],
              parameters.withZeroPoint(largest).decode(0),
              parameters.withZeroPoint(smallest).decode(parameters.codes() - 1)));
    }
    return rows;
  }
}
