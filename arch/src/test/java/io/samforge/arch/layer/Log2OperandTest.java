package io.samforge.arch.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.Seeds;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Arithmetic;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Log2OperandTest {
  private static final int[] BITS = {4, 5, 6, 8};
  private static final int[] TAUS = {1, 2, 4};

  /** Every code of every shape is the sum of its entries, before and after snapping. */
  @Test
  void theEntriesAddUpToTheRealValue() {
    Random random = Seeds.random(63);
    for (int bits : BITS) {
      for (int tau : TAUS) {
        double scale = Math.exp(random.nextGaussian());
        Log2Operand wanted = operand(bits, tau, scale);
        SnappedOperand snapped = SnappedOperand.snap(wanted);
        Log2Parameters q = ((Log2Operand) snapped.operand()).parameters();
        for (int k = 0; k < wanted.codes(); k++) {
          int n = wanted.codes() - 1;
          double level = k == 0 ? 0 : scale * Math.pow(2, -(double) (n - k) / tau);
          assertThat(value(wanted, k)).isCloseTo(level, within(1e-14 * scale));
          assertThat(q.decode(k)).isCloseTo(level, within(1e-5 * level));
          assertThat(value(snapped.operand(), k)).isEqualTo(q.decode(k));
          assertThat(q.encode(q.decode(k))).isEqualTo(k);
        }
      }
    }
  }

  /** A slot is decoded by the HLUQ rule, and its uniform part is never used. */
  @Test
  void theSlotsHoldWhatTheShiftPathNeeds() {
    for (int bits : BITS) {
      for (int tau : TAUS) {
        Log2Operand operand = operand(bits, tau, 1);
        SlotCode.Residues slotCode = operand.slotCode();
        HluqParameters decoder = new HluqParameters(bits, slotCode.octaves(), 0, 1, 1);
        assertThat(decoder.dropped()).isZero();
        for (int k = 0; k < operand.codes(); k++) {
          int filled = 0;
          for (int j = 0; j < tau; j++) {
            int held = slotCode.write(j, k);
            assertThat(decoder.lambda(held)).isEqualTo(operand.entryValue(j, k));
            assertThat(decoder.upsilon(held)).isZero();
            assertThat(slotCode.read(j, held)).isEqualTo(held == 0 ? 0 : k);
            filled += held == 0 ? 0 : 1;
          }
          assertThat(filled).isEqualTo(k == 0 ? 0 : 1);
        }
      }
    }
  }

  @Test
  void theSlotsOfFourBitsByHand() {
    Log2Operand operand = operand(4, 2, 1);
    SlotMap slots = operand.slots(3, 4);
    assertThat(slots.slotChannel()).containsExactly(0, 1, 2, -1, 0, 1, 2, -1);
    assertThat(slots.slotEntry()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(slots.channels()).isEqualTo(3);
    // 15 is the largest level of class 0, 12 lies three half octaves below it, 0 is zero.
    byte[] codes = {15, 12, 0};
    assertThat(slots.toSlots(codes)).containsExactly(8, 0, 0, 0, 0, 7, 0, 0);
    assertThat(slots.toChannels(slots.toSlots(codes))).isEqualTo(codes);
  }

  @Test
  void codesComeBackFromTheirSlots() {
    Random random = Seeds.random(64);
    for (int i = 0; i < 200; i++) {
      Log2Operand operand = operand(BITS[random.nextInt(4)], TAUS[random.nextInt(3)], 1);
      int channels = 1 + random.nextInt(50);
      SlotMap slots = operand.slots(channels, 4 << random.nextInt(3));
      byte[] codes = new byte[channels];
      for (int c = 0; c < channels; c++) {
        codes[c] = (byte) random.nextInt(operand.codes());
      }
      assertThat(slots.channels()).isEqualTo(channels);
      assertThat(slots.toChannels(slots.toSlots(codes))).isEqualTo(codes);
    }
  }

  @Test
  void codesThatDoNotOccurAreRejected() {
    Log2Operand operand = operand(4, 1, 1);
    assertThat(operand.codes()).isEqualTo(9);
    assertThatThrownBy(() -> operand.slots(1, 4).toSlots(new byte[] {9}))
        .hasMessage("code 9; allowed: 0 to 8");
    assertThatThrownBy(() -> operand.entryValue(0, 9)).hasMessageContaining("log2 code 9");
    SlotCode odd = operand(4, 2, 1).slotCode();
    assertThat(odd.read(0, 1)).isEqualTo(1);
    assertThatThrownBy(() -> odd.read(1, 1)).hasMessage("copy 1 of a channel cannot hold 1");
    assertThatThrownBy(() -> odd.read(0, 9)).hasMessage("copy 0 of a channel cannot hold 9");
    assertThatThrownBy(() -> new SlotCode.Residues(2, 3))
        .hasMessage("slot code of 2 levels in 3 copies");
  }

  @Test
  void moreResidueClassesThanGroupsAreAUserError() {
    AcceleratorConfig pair =
        new AcceleratorConfig(
            "pair", 4, 4, Arithmetic.HYBRID, 8, 4, 32, 2, 1, 512, 1024, 64, 64, 1, "sim");
    QuantizedWeights weights =
        new QuantizedWeights(4, new byte[1][3], new double[] {0.1}, new int[1]);
    SnappedOperand four = SnappedOperand.snap(operand(4, 4, 1));
    LayerFactory factory = new LayerFactory(pair);
    assertThatThrownBy(() -> factory.create("a", 1, four, weights, new double[1], new RawOutput()))
        .isInstanceOf(UserError.class)
        .hasMessage("layer a: 4 operand groups; allowed: at most groups = 2 of the configuration");
  }

  private static Log2Operand operand(int bits, int tau, double scale) {
    return new Log2Operand(Log2Parameters.of(bits, tau, scale));
  }

  private static double value(Operand operand, int code) {
    double sum = 0;
    for (int j = 0; j < operand.entries(); j++) {
      sum += operand.entryScale(j) * operand.entryValue(j, code);
    }
    return sum;
  }
}
