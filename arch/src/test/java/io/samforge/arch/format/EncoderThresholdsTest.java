package io.samforge.arch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncoderThresholdsTest {
  private static final HluqParameters WORKED = new HluqParameters(4, 4, -0.17, 0.48, 1.12 / 11.25);

  private record Case(Quantizer quantizer, ActivationFunction function) {}

  private static List<Case> cases() {
    List<Quantizer> quantizers =
        List.of(
            WORKED,
            new HluqParameters(4, 8, -0.17, 0.8, 0.8 / 7.5),
            new HluqParameters(4, 2, -0.16997, 0.247, 0.26),
            new HluqParameters(5, 16, -0.1699712, 1.1, 0.07),
            new HluqParameters(6, 32, -0.15, 0.9, 0.03),
            new HluqParameters(8, 64, -0.1, 0.5, 0.02),
            new HluqParameters(4, 4, 0, 0.3, 0.2),
            new HluqParameters(4, 4, -3, 0.5, 0.1),
            new HluqParameters(4, 4, 5, 0.5, 0.1),
            new UniformParameters(4, 0.11, 3),
            new UniformParameters(4, 1e-20, 15),
            new UniformParameters(8, 7.25, 0));
    List<Case> cases = new ArrayList<>();
    for (ActivationFunction function : ActivationFunction.values()) {
      quantizers.forEach(q -> cases.add(new Case(q, function)));
    }
    return cases;
  }

  @Test
  void everyFloatNearAThresholdHasTheCodeOfItsActivation() {
    long checked = 0;
    for (Case one : cases()) {
      EncoderThresholds encoder = EncoderThresholds.of(one.quantizer, one.function);
      for (int k = 1; k < one.quantizer.codes(); k++) {
        checked += checkAround(one, encoder, encoder.upper(0, k));
        checked += checkAround(one, encoder, encoder.lower(k));
      }
      checked += checkAround(one, encoder, 0f);
      checked += checkAround(one, encoder, (float) Gelu.ARGMIN);
      checked += checkAround(one, encoder, Float.NEGATIVE_INFINITY);
      checked += checkAround(one, encoder, Float.POSITIVE_INFINITY);
    }
    assertThat(checked).isGreaterThan(1_000_000);
  }

  @Test
  void tenMillionRandomFloatsHaveTheCodeOfTheirActivation() {
    Random random = Seeds.random(18);
    List<Case> cases = cases();
    int each = 10_000_000 / cases.size() + 1;
    for (Case one : cases) {
      EncoderThresholds encoder = EncoderThresholds.of(one.quantizer, one.function);
      for (int i = 0; i < each; i++) {
        // Half of the floats are uniform over the bit patterns, half lie where the codes are.
        float y =
            i % 2 == 0
                ? Float.intBitsToFloat(random.nextInt())
                : (float) (random.nextGaussian() * 2);
        if (!Float.isNaN(y)) {
          check(one, encoder, y);
        }
      }
    }
  }

  @Test
  void theHardwareTablesGiveTheSameCodes() {
    Random random = Seeds.random(19);
    for (Case one : cases()) {
      EncoderThresholds encoder = EncoderThresholds.of(one.quantizer, one.function);
      int[][] tables = encoder.hardwareTables();
      assertThat(tables).hasNumberOfRows(encoder.twoBranch() ? 2 : 1);
      for (int[] table : tables) {
        assertThat(table[0]).isZero();
        for (int k = 2; k < table.length; k++) {
          assertThat(table[k]).isGreaterThanOrEqualTo(table[k - 1]);
        }
      }
      List<Float> probes = new ArrayList<>(List.of(0f, -0f, Float.NEGATIVE_INFINITY));
      probes.add(Float.POSITIVE_INFINITY);
      for (int k = 1; k < one.quantizer.codes(); k++) {
        addNeighbours(probes, encoder.upper(0, k));
        addNeighbours(probes, encoder.lower(k));
      }
      for (int i = 0; i < 10_000; i++) {
        probes.add((float) (random.nextGaussian() * 2));
      }
      for (float y : probes) {
        assertThat(hardwareCode(tables, encoder, y)).isEqualTo(encoder.encode(y, 0));
      }
    }
  }

  @Test
  void banksAreIndependent() {
    UniformParameters fine = new UniformParameters(4, 0.1, 0);
    UniformParameters coarse = new UniformParameters(4, 1, 8);
    EncoderThresholds encoder =
        EncoderThresholds.of(List.of(fine, coarse), ActivationFunction.IDENTITY);
    assertThat(encoder.banks()).isEqualTo(2);
    for (float y = -10; y < 10; y += 0.01f) {
      assertThat(encoder.encode(y, 0)).isEqualTo(fine.encode(y));
      assertThat(encoder.encode(y, 1)).isEqualTo(coarse.encode(y));
    }
  }

  @Test
  void neverAndAlwaysHaveTheirOwnWords() {
    // Under ReLU every float reaches the thresholds at or below zero.
    UniformParameters signed = new UniformParameters(4, 1, 8);
    EncoderThresholds relu = EncoderThresholds.of(signed, ActivationFunction.RELU);
    assertThat(relu.upper(0, 8)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(relu.hardwareTables()[0][8]).isEqualTo(EncoderThresholds.ALWAYS);
    assertThat(relu.encode(Float.NEGATIVE_INFINITY, 0)).isEqualTo(8);
    // GELU's falling branch never rises above zero.
    EncoderThresholds gelu = EncoderThresholds.of(WORKED, ActivationFunction.GELU);
    assertThat(gelu.lower(15)).isNaN();
    assertThat(gelu.hardwareTables()[1][15]).isEqualTo(EncoderThresholds.NEVER);
    assertThat(gelu.encode(Float.NEGATIVE_INFINITY, 0)).isEqualTo(3);
    assertThat(gelu.encode(Float.POSITIVE_INFINITY, 0)).isEqualTo(15);
  }

  @Test
  void codesOfOneBranchNeverFall() {
    EncoderThresholds relu = EncoderThresholds.of(WORKED, ActivationFunction.RELU);
    int before = 0;
    for (int ordinal = Ordinals.MIN; ordinal <= Ordinals.MAX - 65536; ordinal += 65536) {
      int code = relu.encode(Ordinals.toFloat(ordinal), 0);
      assertThat(code).isGreaterThanOrEqualTo(before);
      before = code;
    }
    assertThat(before).isEqualTo(15);
  }

  @Test
  void banksThatDoNotFitTogetherAreRejected() {
    UniformParameters four = new UniformParameters(4, 1, 0);
    UniformParameters five = new UniformParameters(5, 1, 0);
    assertThatThrownBy(() -> EncoderThresholds.of(List.of(), ActivationFunction.RELU))
        .hasMessageContaining("at least one bank");
    assertThatThrownBy(() -> EncoderThresholds.of(List.of(four, five), ActivationFunction.RELU))
        .hasMessageContaining("different bits");
    assertThatThrownBy(() -> EncoderThresholds.of(List.of(four, four), ActivationFunction.GELU))
        .hasMessageContaining("GELU needs both branches");
  }

  private static int checkAround(Case one, EncoderThresholds encoder, float centre) {
    if (Float.isNaN(centre)) {
      return 0;
    }
    int checked = 0;
    for (int d = -1000; d <= 1000; d++) {
      int ordinal = Ordinals.of(centre) + d;
      if (ordinal >= Ordinals.MIN && ordinal <= Ordinals.MAX) {
        check(one, encoder, Ordinals.toFloat(ordinal));
        checked++;
      }
    }
    return checked;
  }

  private static void check(Case one, EncoderThresholds encoder, float y) {
    int expected = one.quantizer.encode(one.function.apply(y));
    if (encoder.encode(y, 0) != expected) {
      throw new AssertionError(
          one + ": " + y + " gives " + encoder.encode(y, 0) + ", not " + expected);
    }
  }

  private static void addNeighbours(List<Float> probes, float y) {
    if (!Float.isNaN(y)) {
      probes.addAll(List.of(y, Math.nextUp(y), Math.nextDown(y)));
    }
  }

  /** Follows section 4 of the architecture on integers. */
  private static int hardwareCode(int[][] tables, EncoderThresholds encoder, float y) {
    int ordinal = Ordinals.of(y);
    boolean falling = encoder.twoBranch() && ordinal < encoder.branchOrdinal();
    int key = falling ? -ordinal : ordinal;
    int[] table = tables[falling ? 1 : 0];
    int code = 0;
    for (int k = 1; k < table.length; k++) {
      code += key >= table[k] ? 1 : 0;
    }
    return code;
  }
}
