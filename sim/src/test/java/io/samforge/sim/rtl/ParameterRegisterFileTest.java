package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.hdl.Module;
import io.samforge.rtl.unit.CagGroupRegisterFile;
import io.samforge.rtl.unit.PerChannelRegisterFile;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ParameterRegisterFileTest {
  private static final int CYCLES = 20_000;
  private static final int PORTS = 3;
  private static final int ZERO_POINT_BITS = 8;

  @Test
  void groupFileEqualsTwoArrays() {
    for (int groups : new int[] {2, 3, 4, 16}) {
      check(
          "CagGroupRegisterFile",
          groups,
          () -> new CagGroupRegisterFile(groups, 16, ZERO_POINT_BITS, PORTS));
    }
  }

  @Test
  void perChannelFileEqualsTwoArrays() {
    check(
        "PerChannelRegisterFile",
        37,
        () -> new PerChannelRegisterFile(37, 16, ZERO_POINT_BITS, PORTS));
  }

  private static void check(String top, int entries, Supplier<Module> constructor) {
    Random random = RtlBench.random(entries);
    try (Simulation sim = RtlBench.quick(top, constructor)) {
      PortRows stimulus = stimulus(sim, entries, random);
      PortRows response = sim.run(stimulus, sim.outputs());
      compare(stimulus, response, entries);
      RtlBench.flipBit(response, CYCLES / 2, "debug_zero_point");
      assertThatThrownBy(() -> compare(stimulus, response, entries))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("cycle " + CYCLES / 2);
      RtlBench.flipBit(response, CYCLES / 2, "debug_zero_point");
      RtlBench.flipBit(response, CYCLES - 1, "read_multiplier_2");
      assertThatThrownBy(() -> compare(stimulus, response, entries))
          .isInstanceOf(AssertionError.class);
    }
  }

  private static PortRows stimulus(Simulation sim, int entries, Random random) {
    PortRows rows = sim.inputs().rows(CYCLES);
    for (int c = 0; c < CYCLES; c++) {
      rows.set(c, "reset", c == 0 || random.nextInt(1000) == 0 ? 1 : 0);
      rows.set(c, "write_enable", random.nextInt(2));
      rows.set(c, "write_index", random.nextInt(entries));
      rows.set(c, "write_multiplier", random.nextInt(1 << 16));
      rows.set(c, "write_zero_point", random.nextInt(1 << ZERO_POINT_BITS));
      rows.set(c, "commit", random.nextInt(8) == 0 ? 1 : 0);
      rows.set(c, "debug_index", random.nextInt(entries));
      for (int port = 0; port < PORTS; port++) {
        rows.set(c, "read_index_" + port, random.nextInt(entries));
      }
    }
    return rows;
  }

  /** The naive model: two arrays and the number of the active one. */
  private static void compare(PortRows in, PortRows out, int entries) {
    long[][] multipliers = new long[2][entries];
    long[][] zeroPoints = new long[2][entries];
    int active = 0;
    for (int c = 0; c < CYCLES; c++) {
      for (int port = 0; port < PORTS; port++) {
        int index = (int) in.get(c, "read_index_" + port);
        expect(c, out, "read_multiplier_" + port, multipliers[active][index]);
      }
      int debug = (int) in.get(c, "debug_index");
      expect(c, out, "debug_multiplier", multipliers[active][debug]);
      expect(c, out, "debug_zero_point", zeroPoints[active][debug]);
      if (in.get(c, "write_enable") == 1) {
        int index = (int) in.get(c, "write_index");
        multipliers[1 - active][index] = in.get(c, "write_multiplier");
        zeroPoints[1 - active][index] = in.get(c, "write_zero_point");
      }
      if (in.get(c, "reset") == 1) {
        active = 0;
      } else if (in.get(c, "commit") == 1) {
        active = 1 - active;
      }
    }
  }

  private static void expect(int cycle, PortRows out, String port, long expected) {
    if (out.get(cycle, port) != expected) {
      Assertions.fail("cycle %d: %s is %d, not %d", cycle, port, out.get(cycle, port), expected);
    }
  }
}
