package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.rtl.unit.CagGroupRegisterFile;
import io.samforge.rtl.unit.PerChannelRegisterFile;
import io.samforge.sim.tool.Yosys;
import org.junit.jupiter.api.Test;

/** Counts, in the emitted Verilog, the parameter bits that channel groups save. */
class RegisterFileCostTest {
  private static final int MULTIPLIER_BITS = 16;
  private static final int ZERO_POINT_BITS = 8;
  // The flip-flop that selects the active bank.
  private static final int CONTROL_BITS = 1;

  @Test
  void fourGroupsSaveMoreThan996PerMilleOfThePerChannelBits() {
    long groupBits =
        Yosys.onPath()
            .storageBits(
                RtlBench.source(
                    "CagGroupRegisterFile",
                    () -> new CagGroupRegisterFile(4, MULTIPLIER_BITS, ZERO_POINT_BITS, 1)));
    long channelBits =
        Yosys.onPath()
            .storageBits(
                RtlBench.source(
                    "PerChannelRegisterFile",
                    () -> new PerChannelRegisterFile(1280, MULTIPLIER_BITS, ZERO_POINT_BITS, 1)));
    assertThat(groupBits).isEqualTo(expected(4) + CONTROL_BITS);
    assertThat(channelBits).isEqualTo(expected(1280) + CONTROL_BITS);
    double saved = 1.0 - (double) groupBits / channelBits;
    System.out.printf(
        "4 groups store %d bits, 1280 channels %d: %.2f %% saved%n",
        groupBits, channelBits, 100 * saved);
    assertThat(saved).isGreaterThanOrEqualTo(0.996);
  }

  private static long expected(int entries) {
    return 2L * entries * (MULTIPLIER_BITS + ZERO_POINT_BITS);
  }
}
