package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.samforge.arch.format.HalfFloat;
import io.samforge.rtl.unit.HalfRound;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Halves of the hardware against {@link HalfFloat}: every upper half of a float, ties, any. */
class HalfRoundTest {
  private static final int UPPER_HALVES = 1 << 16;
  private static final int[] LOWER_HALVES = {0, 1, 0x0fff, 0x1000, 0x1001, 0x1fff, 0x3000, 0xffff};

  @Test
  void equalsTheGoldenModel() {
    Random random = RtlBench.random(5);
    try (Simulation sim = RtlBench.quick("HalfRound", HalfRound::new)) {
      for (int lower : LOWER_HALVES) {
        compareAll(sim, i -> i << 16 | lower);
      }
      compareAll(sim, i -> random.nextInt());
    }
  }

  @Test
  void noticesOneWrongBit() {
    try (Simulation sim = RtlBench.quick("HalfRound", HalfRound::new)) {
      PortRows stimulus = stimulus(sim, i -> i << 16 | 0x1000);
      PortRows response = sim.run(stimulus, sim.outputs());
      RtlBench.flipBit(response, 0x3f80, "half");
      assertThatThrownBy(() -> compare(stimulus, response))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("number 3f801000");
    }
  }

  private static void compareAll(Simulation sim, IntUnaryOperator number) {
    PortRows stimulus = stimulus(sim, number);
    compare(stimulus, sim.run(stimulus, sim.outputs()));
  }

  private static PortRows stimulus(Simulation sim, IntUnaryOperator number) {
    PortRows rows = sim.inputs().rows(UPPER_HALVES);
    for (int i = 0; i < UPPER_HALVES; i++) {
      int bits = number.applyAsInt(i);
      long used = Float.isNaN(Float.intBitsToFloat(bits)) ? 0 : Integer.toUnsignedLong(bits);
      rows.set(i, "number", used);
    }
    return rows;
  }

  private static void compare(PortRows in, PortRows out) {
    for (int i = 0; i < UPPER_HALVES; i++) {
      int number = (int) in.get(i, "number");
      long expected = Short.toUnsignedLong(HalfFloat.bits(Float.intBitsToFloat(number)));
      if (out.get(i, "half") != expected) {
        fail("number %08x: half %04x, not %04x", number, out.get(i, "half"), expected);
      }
    }
  }
}
