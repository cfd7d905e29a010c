package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.samforge.arch.format.Gelu;
import io.samforge.arch.format.Ordinals;
import io.samforge.rtl.unit.ThresholdKey;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThresholdKeyTest {
  private static final int NUMBERS = 30_000;
  private static final int[] BRANCHES = {
    0, 1, -1, Ordinals.MAX, Ordinals.MIN, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  @Test
  void choosesKeyAndBank() {
    Random random = RtlBench.random(3);
    try (Simulation sim = RtlBench.quick("ThresholdKey", () -> new ThresholdKey(4))) {
      for (int round = 0; round < 20; round++) {
        int branch = round < BRANCHES.length ? BRANCHES[round] : branch(random, round);
        PortRows stimulus = stimulus(sim, random, branch, round % 4 == 3 ? 0 : 1);
        compare(stimulus, sim.run(stimulus, sim.outputs()), branch);
      }
    }
  }

  @Test
  void noticesOneWrongBit() {
    Random random = RtlBench.random(4);
    try (Simulation sim = RtlBench.quick("ThresholdKey", () -> new ThresholdKey(4))) {
      PortRows stimulus = stimulus(sim, random, 5, 1);
      PortRows response = sim.run(stimulus, sim.outputs());
      for (String port : new String[] {"key", "bank"}) {
        RtlBench.flipBit(response, 77 + ThresholdKey.LATENCY, port);
        assertThatThrownBy(() -> compare(stimulus, response, 5))
            .isInstanceOf(AssertionError.class)
            .hasMessageStartingWith("number 77:");
        RtlBench.flipBit(response, 77 + ThresholdKey.LATENCY, port);
      }
    }
  }

  private static int branch(Random random, int round) {
    return round % 2 == 0 ? Gelu.branchOrdinal() : random.nextInt();
  }

  private static PortRows stimulus(Simulation sim, Random random, int branch, int twoBranch) {
    PortRows rows = sim.inputs().rows(NUMBERS);
    for (int i = 0; i < NUMBERS; i++) {
      rows.set(i, "number", number(random, branch));
      rows.set(i, "channel_bank", random.nextInt(4));
      rows.set(i, "two_branch", twoBranch);
      rows.set(i, "branch_ordinal", branch);
    }
    return rows;
  }

  /** Any number but those that are not one, often a neighbour of the branch or of zero. */
  private static long number(Random random, int branch) {
    long near = branch + (long) random.nextInt(5) - 2;
    int ordinal = (int) Math.min(Math.max(near, Ordinals.MIN), Ordinals.MAX);
    float number =
        switch (random.nextInt(4)) {
          case 0 -> Ordinals.toFloat(ordinal);
          case 1 -> -0f;
          case 2 -> Ordinals.toFloat(random.nextInt(7) - 3);
          default -> Float.intBitsToFloat(random.nextInt());
        };
    return Float.isNaN(number) ? 0 : Float.floatToRawIntBits(number);
  }

  private static void compare(PortRows in, PortRows out, int branch) {
    for (int i = 0; i + ThresholdKey.LATENCY < NUMBERS; i++) {
      int row = i + ThresholdKey.LATENCY;
      int ordinal = Ordinals.of(Float.intBitsToFloat((int) in.get(i, "number")));
      boolean left = in.get(i, "two_branch") == 1 && ordinal < branch;
      long bank = in.get(i, "two_branch") == 0 ? in.get(i, "channel_bank") : left ? 1 : 0;
      int key = left ? -ordinal : ordinal;
      if (out.getSigned(row, "key") != key || out.get(row, "bank") != bank) {
        fail(
            "number %d: ordinal %d gives key %d in bank %d, not %d in %d",
            i, ordinal, out.getSigned(row, "key"), out.get(row, "bank"), key, bank);
      }
    }
  }
}
