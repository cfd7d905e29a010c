package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares registers, conditions and branches with a model in plain Java. */
class HdlControlTest {
  private static final int CYCLES = 20_000;

  private static final class ControlUnderTest extends Module {
    private final Bit first = inputBit("first");
    private final Bit second = inputBit("second");
    private final Unsigned selector = inputUnsigned("selector", 2);
    private final Unsigned value = inputUnsigned("value", 8);

    ControlUnderTest() {
      Unsigned branches = regUnsigned("branches_reg", 8, 200);
      when(first, () -> branches.set(value))
          .elseWhen(second, () -> branches.set(branches.plus(1)))
          .otherwise(() -> branches.set(branches.minus(1)));
      outputUnsigned("branches", 8).set(branches);

      Signed held = regSigned("held_reg", 8, -5);
      when(first, () -> when(second, () -> held.set(value.bits().signed())));
      outputSigned("held", 8).set(held);

      Bits plain = regBits("plain_reg", 8);
      when(second, () -> plain.set(value.bits().not()));
      outputBits("plain", 8).set(plain);

      Bit toggle = regBit("toggle_reg", true);
      when(first, () -> toggle.set(toggle.not()));
      outputBit("toggle").set(toggle);

      outputBit("control").set(delayBit("control_reg", first));
      outputUnsigned("gated", 8).set(delayWhen("gated_reg", value, second));
      outputUnsigned("late", 8).set(delayBy("late_reg", value, 3));
      selection();
    }

    private void selection() {
      Unsigned selected = outputUnsigned("selected", 8);
      selected.withDefault(value);
      switchOn(
          selector,
          branch ->
              branch
                  .is(0, () -> selected.set(unsigned(17, 8)))
                  .is(2, () -> selected.set(value.plus(1)))
                  .otherwise(() -> when(first, () -> selected.set(unsigned(99, 8)))));
      // The last assignment wins.
      Unsigned last = wireUnsigned("last_wire", 8);
      last.set(unsigned(1, 8));
      when(first, () -> last.set(unsigned(2, 8)));
      when(second, () -> last.set(unsigned(3, 8)));
      outputUnsigned("last", 8).set(last);
    }
  }

  @Test
  void equalsTheModel() {
    Random random = RtlBench.random(11);
    try (Simulation sim = RtlBench.quick("ControlUnderTest", ControlUnderTest::new)) {
      PortRows stimulus = sim.inputs().rows(CYCLES);
      for (int c = 0; c < CYCLES; c++) {
        stimulus.set(c, "reset", c < 2 || random.nextInt(100) == 0 ? 1 : 0);
        stimulus.set(c, "first", random.nextInt(2)).set(c, "second", random.nextInt(2));
        stimulus.set(c, "selector", random.nextInt(4)).set(c, "value", random.nextInt(256));
      }
      PortRows response = sim.run(stimulus, sim.outputs());
      compare(stimulus, response);
      for (String port :
          new String[] {
            "branches", "held", "plain", "toggle", "control", "gated", "late", "selected", "last"
          }) {
        RtlBench.flipBit(response, CYCLES - 1, port);
        assertThatThrownBy(() -> compare(stimulus, response))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining(port);
        RtlBench.flipBit(response, CYCLES - 1, port);
      }
    }
  }

  private static void compare(PortRows in, PortRows out) {
    long branches = 200;
    long held = 0xfb;
    long plain = 0;
    long toggle = 1;
    long control = 0;
    long gated = 0;
    for (int c = 0; c < CYCLES; c++) {
      boolean first = in.get(c, "first") == 1;
      boolean second = in.get(c, "second") == 1;
      long value = in.get(c, "value");
      // Before the first reset, registers hold the simulator's zeros.
      if (c > 0) {
        expect(c, out, "branches", branches);
        expect(c, out, "held", held);
        expect(c, out, "plain", plain);
        expect(c, out, "toggle", toggle);
        expect(c, out, "control", control);
      }
      expect(c, out, "gated", gated);
      expect(c, out, "late", c < 3 ? 0 : in.get(c - 3, "value"));
      expect(c, out, "selected", selected((int) in.get(c, "selector"), first, value));
      expect(c, out, "last", second ? 3 : first ? 2 : 1);
      boolean reset = in.get(c, "reset") == 1;
      branches = reset ? 200 : first ? value : branches + (second ? 1 : -1) & 0xff;
      held = reset ? 0xfb : first && second ? value : held;
      plain = reset ? 0 : second ? ~value & 0xff : plain;
      toggle = reset ? 1 : first ? 1 - toggle : toggle;
      control = reset || !first ? 0 : 1;
      gated = second ? value : gated;
    }
  }

  private static long selected(int selector, boolean first, long value) {
    return switch (selector) {
      case 0 -> 17;
      case 2 -> value + 1 & 0xff;
      default -> first ? 99 : value;
    };
  }

  private static void expect(int cycle, PortRows out, String port, long expected) {
    if (out.get(cycle, port) != expected) {
      fail("cycle %d: %s is %d, not %d", cycle, port, out.get(cycle, port), expected);
    }
  }
}
