package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Compares every operation of the HDL with Java's arithmetic, on all values of two 4-bit operands
 * and a 3-bit amount.
 */
class HdlOperationsTest {
  private static final int WIDTH = 4;
  private static final int ROWS = 1 << (2 * WIDTH + 3);

  /** The operands in every type. */
  private record Wires(
      Unsigned ua, Unsigned ub, Signed sa, Signed sb, Bits ba, Bits bb, Bit p, Bit q, Unsigned n) {}

  /** The operands as numbers: unsigned, signed, single bits, amount. */
  private record Values(int ua, int ub, int sa, int sb, boolean p, boolean q, int n) {}

  /** An operation: its output, what drives it, and the value that Java gives, modulo its width. */
  private record Operation(
      String name, Function<Wires, Bits> hardware, Function<Values, Long> java) {
    static Operation of(
        String name, Function<Wires, Bits> hardware, Function<Values, Integer> java) {
      return new Operation(name, hardware, v -> (long) java.apply(v));
    }

    static Operation test(
        String name, Function<Wires, Bit> hardware, Function<Values, Boolean> java) {
      return new Operation(name, w -> hardware.apply(w).bits(), v -> java.apply(v) ? 1L : 0L);
    }
  }

  private static final List<Operation> BIT =
      List.of(
          Operation.test("bit_and", w -> w.p.and(w.q), v -> v.p && v.q),
          Operation.test("bit_or", w -> w.p.or(w.q), v -> v.p || v.q),
          Operation.test("bit_xor", w -> w.p.xor(w.q), v -> v.p != v.q),
          Operation.test("bit_not", w -> w.p.not(), v -> !v.p),
          Operation.test("bit_eq", w -> w.p.eq(w.q), v -> v.p == v.q),
          Operation.test("bit_ne", w -> w.p.ne(w.q), v -> v.p != v.q),
          Operation.test("bit_mux", w -> w.p.orElse(w.q, w.p.not()), v -> v.q == v.p),
          Operation.test("bit_true", w -> Module.bit(true), v -> true),
          Operation.test("bit_false", w -> Module.bit(false), v -> false),
          Operation.of("bit_unsigned", w -> w.p.unsigned(3).bits(), v -> v.p ? 1 : 0));

  private static final List<Operation> BITS =
      List.of(
          Operation.of("bits_and", w -> w.ba.and(w.bb), v -> v.ua & v.ub),
          Operation.of("bits_or", w -> w.ba.or(w.bb), v -> v.ua | v.ub),
          Operation.of("bits_xor", w -> w.ba.xor(w.bb), v -> v.ua ^ v.ub),
          Operation.of("bits_not", w -> w.ba.not(), v -> ~v.ua),
          Operation.of("bits_concat", w -> w.ba.concat(w.bb), v -> v.ua << 4 | v.ub),
          Operation.of("bits_shift_left", w -> w.ba.shiftLeft(w.n), v -> v.ua << v.n),
          Operation.of("bits_shift_right", w -> w.ba.shiftRight(w.n), v -> v.ua >> v.n),
          Operation.of(
              "bits_slice_at",
              w -> w.ba.concat(w.bb).sliceAt(w.n.truncate(2), 3),
              v -> (v.ua << 4 | v.ub) >> (v.n & 3)),
          Operation.of("bits_slice", w -> w.ba.slice(1, 2), v -> v.ua >> 1),
          Operation.of("bits_extend", w -> w.ba.extend(6), v -> v.ua),
          Operation.of("bits_truncate", w -> w.ba.truncate(3), v -> v.ua),
          Operation.of(
              "bits_constant", w -> w.ba.xor(Module.bits(BigInteger.valueOf(9), 4)), v -> v.ua ^ 9),
          Operation.of("bits_mux", w -> w.ba.orElse(w.p, w.bb), v -> v.p ? v.ua : v.ub),
          Operation.test("bits_any", w -> w.ba.any(), v -> v.ua != 0),
          Operation.test("bits_all", w -> w.ba.all(), v -> v.ua == 15),
          Operation.test("bits_msb", w -> w.ba.msb(), v -> v.ua > 7),
          Operation.test("bits_bit", w -> w.ba.bit(2), v -> (v.ua >> 2 & 1) == 1),
          Operation.test(
              "bits_bit_at", w -> w.ba.bit(w.n.truncate(2)), v -> (v.ua >> (v.n & 3) & 1) == 1),
          Operation.test("bits_eq", w -> w.ba.eq(w.bb), v -> v.ua == v.ub));

  private static final List<Operation> UNSIGNED =
      List.of(
          Operation.of("u_plus", w -> w.ua.plus(w.ub).bits(), v -> v.ua + v.ub),
          Operation.of("u_plus_wide", w -> w.ua.plusWide(w.n).bits(), v -> v.ua + v.n),
          Operation.of("u_minus", w -> w.ua.minus(w.ub).bits(), v -> v.ua - v.ub),
          Operation.of("u_times", w -> w.ua.times(w.n).bits(), v -> v.ua * v.n),
          Operation.of("u_plus_constant", w -> w.ua.plus(11).bits(), v -> v.ua + 11),
          Operation.of("u_minus_constant", w -> w.ua.minus(11).bits(), v -> v.ua - 11),
          Operation.of("u_shift_left", w -> w.ua.shiftLeft(w.n).bits(), v -> v.ua << v.n),
          Operation.of("u_shift_left_2", w -> w.ua.shiftLeft(2).bits(), v -> v.ua << 2),
          Operation.of("u_shift_left_0", w -> w.ua.shiftLeft(0).bits(), v -> v.ua),
          Operation.of("u_shift_right", w -> w.ua.shiftRight(w.n).bits(), v -> v.ua >> v.n),
          Operation.of("u_signed", w -> w.ua.signed().extend(7).bits(), v -> v.ua),
          Operation.of("u_extend", w -> w.ua.extend(7).bits(), v -> v.ua),
          Operation.of("u_truncate", w -> w.ua.truncate(2).bits(), v -> v.ua),
          Operation.of("u_slice", w -> w.ua.plus(w.ub).slice(1, 2), v -> (v.ua + v.ub) >> 1),
          Operation.of("u_mux", w -> w.ua.orElse(w.p, w.ub).bits(), v -> v.p ? v.ua : v.ub),
          Operation.test("u_lt", w -> w.ua.lt(w.ub), v -> v.ua < v.ub),
          Operation.test("u_le", w -> w.ua.le(w.ub), v -> v.ua <= v.ub),
          Operation.test("u_gt", w -> w.ua.gt(w.ub), v -> v.ua > v.ub),
          Operation.test("u_ge", w -> w.ua.ge(w.ub), v -> v.ua >= v.ub),
          Operation.test("u_eq", w -> w.ua.eq(w.ub), v -> v.ua == v.ub),
          Operation.test("u_ne", w -> w.ua.ne(w.ub), v -> v.ua != v.ub),
          Operation.test("u_eq_constant", w -> w.ua.eq(12), v -> v.ua == 12),
          Operation.test("u_ne_constant", w -> w.ua.ne(12), v -> v.ua != 12),
          Operation.test("u_lt_constant", w -> w.ua.lt(12), v -> v.ua < 12),
          Operation.test("u_ge_constant", w -> w.ua.ge(12), v -> v.ua >= 12),
          Operation.test("u_msb", w -> w.ua.msb(), v -> v.ua > 7),
          Operation.test("u_any", w -> w.ua.any(), v -> v.ua != 0),
          Operation.test("u_all", w -> w.ua.all(), v -> v.ua == 15));

  private static final List<Operation> SIGNED =
      List.of(
          Operation.of("s_plus", w -> w.sa.plus(w.sb).bits(), v -> v.sa + v.sb),
          Operation.of(
              "s_plus_wide", w -> w.sa.plusWide(w.n.bits().signed()).bits(), v -> v.sa + s3(v.n)),
          Operation.of("s_minus", w -> w.sa.minus(w.sb).bits(), v -> v.sa - v.sb),
          Operation.of("s_times", w -> w.sa.times(w.n.bits().signed()).bits(), v -> v.sa * s3(v.n)),
          Operation.of("s_negate", w -> w.sa.negate().bits(), v -> -v.sa),
          Operation.of("s_shift_left", w -> w.sa.shiftLeft(w.n).bits(), v -> v.sa << v.n),
          Operation.of("s_shift_left_3", w -> w.sa.shiftLeft(3).bits(), v -> v.sa << 3),
          Operation.of("s_shift_left_0", w -> w.sa.shiftLeft(0).bits(), v -> v.sa),
          Operation.of("s_shift_right", w -> w.sa.shiftRight(w.n).bits(), v -> v.sa >> v.n),
          Operation.of("s_unsigned", w -> w.sa.unsigned().extend(7).bits(), v -> v.sa & 15),
          Operation.of("s_extend", w -> w.sa.extend(7).bits(), v -> v.sa),
          Operation.of("s_truncate", w -> w.sa.truncate(2).bits(), v -> v.sa),
          Operation.of("s_slice", w -> w.sa.slice(2, 2), v -> v.sa >> 2),
          Operation.of("s_mux", w -> w.sa.orElse(w.p, w.sb).bits(), v -> v.p ? v.sa : v.sb),
          // A multiplexer and a concatenation in front must not turn the comparison unsigned.
          Operation.test(
              "s_mixed",
              w -> w.sa.orElse(w.p, w.ba.slice(0, 2).concat(w.bb.slice(0, 2)).signed()).lt(w.sb),
              v -> (v.p ? v.sa : s4((v.ua & 3) << 2 | v.ub & 3)) < v.sb),
          Operation.of("s_constant", w -> w.sa.plus(Module.signed(-3, 4)).bits(), v -> v.sa - 3),
          Operation.test("s_lt", w -> w.sa.lt(w.sb), v -> v.sa < v.sb),
          Operation.test("s_le", w -> w.sa.le(w.sb), v -> v.sa <= v.sb),
          Operation.test("s_gt", w -> w.sa.gt(w.sb), v -> v.sa > v.sb),
          Operation.test("s_ge", w -> w.sa.ge(w.sb), v -> v.sa >= v.sb),
          Operation.test("s_eq", w -> w.sa.eq(w.sb), v -> v.sa == v.sb),
          Operation.test("s_ne", w -> w.sa.ne(w.sb), v -> v.sa != v.sb),
          Operation.test("s_negative", w -> w.sa.negative(), v -> v.sa < 0),
          Operation.test("s_any", w -> w.sa.any(), v -> v.sa != 0),
          Operation.test("s_all", w -> w.sa.all(), v -> v.sa == -1));

  private static final class OperationsUnderTest extends Module {
    OperationsUnderTest(List<Operation> operations) {
      Bits a = inputBits("a", WIDTH);
      Bits b = inputBits("b", WIDTH);
      Unsigned n = inputUnsigned("n", 3);
      Wires wires =
          new Wires(
              a.unsigned(), b.unsigned(), a.signed(), b.signed(), a, b, a.bit(0), b.bit(0), n);
      for (Operation operation : operations) {
        Bits value = operation.hardware.apply(wires);
        outputBits(operation.name, value.width()).set(value);
      }
    }
  }

  @Test
  void bitsEqualJava() {
    check(BIT, 10);
  }

  @Test
  void bundlesEqualJava() {
    check(BITS, 19);
  }

  @Test
  void unsignedNumbersEqualJava() {
    check(UNSIGNED, 28);
  }

  @Test
  void signedNumbersEqualJava() {
    check(SIGNED, 25);
  }

  private static void check(List<Operation> operations, int count) {
    assertThat(operations).hasSize(count);
    try (Simulation sim =
        RtlBench.quick("OperationsUnderTest", () -> new OperationsUnderTest(operations))) {
      PortRows stimulus = sim.inputs().rows(ROWS);
      for (int row = 0; row < ROWS; row++) {
        stimulus.set(row, "a", row & 15).set(row, "b", row >> 4 & 15).set(row, "n", row >> 8);
      }
      PortRows response = sim.run(stimulus, sim.outputs());
      compare(sim, operations, response);
      for (Operation operation : operations) {
        RtlBench.flipBit(response, ROWS - 1, operation.name);
        assertThatThrownBy(() -> compare(sim, operations, response))
            .isInstanceOf(AssertionError.class)
            .hasMessageStartingWith(operation.name + " ");
        RtlBench.flipBit(response, ROWS - 1, operation.name);
      }
    }
  }

  private static void compare(Simulation sim, List<Operation> operations, PortRows response) {
    for (Operation operation : operations) {
      int width = sim.port(operation.name).width();
      for (int row = 0; row < ROWS; row++) {
        Values values = values(row);
        long expected = operation.java.apply(values) & (1L << width) - 1;
        long value = response.get(row, operation.name);
        if (value != expected) {
          fail("%s of %s is %d, not %d", operation.name, values, value, expected);
        }
      }
    }
  }

  private static Values values(int row) {
    int a = row & 15;
    int b = row >> 4 & 15;
    return new Values(a, b, s4(a), s4(b), (a & 1) == 1, (b & 1) == 1, row >> 8);
  }

  private static int s4(int value) {
    return value << 28 >> 28;
  }

  private static int s3(int value) {
    return value << 29 >> 29;
  }
}
