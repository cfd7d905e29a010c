package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import io.samforge.calib.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevelTableTest {
  @Test
  void codesAndLevelsAreThoseOfTheQuantiser() {
    Random random = Seeds.random("LevelTableTest", 51);
    RandomValues values = new RandomValues(random);
    int checked = 0;
    for (int i = 0; i < 300; i++) {
      Quantizer quantizer = values.quantizer(i % 3, 2 + random.nextInt(7));
      LevelTable table = LevelTable.of(quantizer);
      for (double x : interesting(quantizer, random)) {
        int code = quantizer.encode(x);
        assertThat(table.code(x)).as("%s of %s", quantizer, x).isEqualTo(code);
        assertThat(table.nearest(x)).isEqualTo(quantizer.decode(code));
        assertThat(code).isLessThan(table.codes());
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(40_000);
  }

  /** Every tie with its neighbours, every level, both ends, and random values. */
  private static List<Double> interesting(Quantizer quantizer, Random random) {
    List<Double> values =
        new ArrayList<>(List.of(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE));
    values.addAll(List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    int used = quantizer instanceof Log2Parameters log2 ? log2.levels() + 1 : quantizer.codes();
    for (int k = 0; k < used; k++) {
      values.add(quantizer.decode(k));
      if (k > 0) {
        double tie = tie(quantizer, k);
        values.addAll(List.of(tie, Math.nextUp(tie), Math.nextDown(tie), (double) (float) tie));
      }
    }
    for (int i = 0; i < 60; i++) {
      values.add(2 * random.nextGaussian());
      values.add(Math.pow(2, -30 * random.nextDouble()));
    }
    return values;
  }

  private static double tie(Quantizer quantizer, int k) {
    if (quantizer instanceof UniformParameters uniform) {
      return (k - uniform.zeroPoint() - 0.5) * uniform.scale();
    }
    return quantizer instanceof HluqParameters hybrid
        ? hybrid.offset() + hybrid.threshold(k)
        : ((Log2Parameters) quantizer).threshold(k);
  }

  @Test
  void codesThatDoNotOccurAreNotTabulated() {
    assertThat(LevelTable.of(Log2Parameters.of(4, 1, 1)).codes()).isEqualTo(9);
    assertThat(LevelTable.of(Log2Parameters.of(6, 4, 1)).codes()).isEqualTo(64);
    assertThat(LevelTable.of(new UniformParameters(5, 1, 3)).codes()).isEqualTo(32);
  }

  @Test
  void clippedIsWhatLiesMoreThanHalfAStepOutside() {
    LevelTable table = LevelTable.of(new UniformParameters(4, 0.25, 5));
    assertThat(table.below(-1.375)).isFalse();
    assertThat(table.below(Math.nextDown(-1.375))).isTrue();
    assertThat(table.above(2.625)).isFalse();
    assertThat(table.above(Math.nextUp(2.625))).isTrue();
    LevelTable log = LevelTable.of(Log2Parameters.of(4, 1, 1));
    assertThat(log.above(1.25)).isFalse();
    assertThat(log.above(1.26)).isTrue();
    assertThat(log.below(0)).isFalse();
  }
}
