package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Operand;
import io.samforge.calib.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Also covers {@link OperandTable}. */
class OutputErrorTest {
  private static CagOperand grouped(Random random, int channels) {
    List<UniformParameters> groups =
        List.of(new UniformParameters(4, 0.2, 7), new UniformParameters(4, 0.5, 3));
    int[] group = random.ints(channels, 0, 2).toArray();
    int[] zero = random.ints(channels, -4, 20).toArray();
    return new CagOperand(groups, group, zero);
  }

  @Test
  void isTheMeanSquareOfTheOutputsOfTheDifference() {
    Random random = Seeds.random("OutputErrorTest", 151);
    RandomValues values = new RandomValues(random);
    for (int round = 0; round < 30; round++) {
      FloatMatrix rows = values.normal(6, 9, 1);
      FloatMatrix weights = values.normal(4, 9, 1);
      OutputError error = new OutputError(rows, weights);
      Quantizer quantizer = values.quantizer(round % 3, 4);
      double naive = naive(rows, weights, c -> quantizer);
      assertThat(error.of(quantizer)).isCloseTo(naive, within(1e-4 * naive));
      CagOperand operand = grouped(random, 9);
      naive = naive(rows, weights, operand::quantizer);
      assertThat(error.of(operand)).isCloseTo(naive, within(1e-4 * naive));
    }
  }

  private interface Quantizers {
    Quantizer of(int channel);
  }

  private static double naive(FloatMatrix rows, FloatMatrix weights, Quantizers quantizers) {
    double sum = 0;
    for (int t = 0; t < rows.rows(); t++) {
      for (int o = 0; o < weights.rows(); o++) {
        double difference = 0;
        for (int c = 0; c < rows.columns(); c++) {
          double x = rows.get(t, c);
          Quantizer quantizer = quantizers.of(c);
          difference += (quantizer.decode(quantizer.encode(x)) - x) * weights.get(o, c);
        }
        sum += difference * difference;
      }
    }
    return sum / (rows.rows() * weights.rows());
  }

  @Test
  void aChannelWeighsWhatItsWeightsDo() {
    FloatMatrix weights = new FloatMatrix(2, 3, new float[] {1, 0, 2, -3, 0, 4});
    assertThat(OutputError.channelWeights(weights)).containsExactly(10, 0, 20);
    assertThat(OutputError.channelWeights(new FloatMatrix(2, 2, new float[4])))
        .containsExactly(1, 1);
  }

  @Test
  void operandsQuantiseChannelByChannel() {
    Random random = Seeds.random("OutputErrorTest.operand", 152);
    FloatMatrix rows = new RandomValues(random).normal(50, 8, 2);
    Operand hybrid = new HluqOperand(new HluqParameters(4, 4, -0.5, 0.7, 0.2));
    for (Operand operand : List.of(grouped(random, 8), hybrid)) {
      FloatMatrix quantised = new OperandTable(operand, 8).quantise(rows);
      for (int r = 0; r < 50; r++) {
        for (int c = 0; c < 8; c++) {
          Quantizer quantizer = operand.quantizer(c);
          float level = (float) quantizer.decode(quantizer.encode(rows.get(r, c)));
          assertThat(quantised.get(r, c)).isEqualTo(level);
        }
      }
    }
  }

  @Test
  void sharesOfClippedValuesAreCounted() {
    Random random = Seeds.random("OutputErrorTest.clipped", 153);
    CagOperand operand = grouped(random, 8);
    FloatMatrix rows = new RandomValues(random).normal(50, 8, 2);
    OperandTable table = new OperandTable(operand, 8);
    int[] below = new int[8];
    int[] above = new int[8];
    for (int c = 0; c < 8; c++) {
      UniformParameters q = operand.quantizer(c);
      for (int r = 0; r < 50; r++) {
        below[c] += rows.get(r, c) < q.decode(0) - q.scale() / 2 ? 1 : 0;
        above[c] += rows.get(r, c) > q.decode(15) + q.scale() / 2 ? 1 : 0;
      }
    }
    OperandTable.ClipShares all = table.clipShares(rows);
    assertThat(all.below()).isEqualTo(Arrays.stream(below).sum() / 400.0).isPositive();
    assertThat(all.above()).isEqualTo(Arrays.stream(above).sum() / 400.0).isPositive();
    OperandTable.ClipShares some = table.clipShares(rows, new int[] {6, 1});
    assertThat(some.below()).isEqualTo((below[6] + below[1]) / 100.0);
    assertThat(some.above()).isEqualTo((above[6] + above[1]) / 100.0);
    assertThat(table.clipShares(rows, new int[0])).isEqualTo(new OperandTable.ClipShares(0, 0));
  }
}
