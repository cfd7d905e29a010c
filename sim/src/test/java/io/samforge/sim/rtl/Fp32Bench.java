package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.fail;

import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.function.IntBinaryOperator;

/**
 * Runs a two-operand floating-point unit on pairs of numbers and compares every result with two
 * models, one of which shares nothing with the project.
 *
 * @param sim the unit, with ports {@code a}, {@code b} and {@code result}
 * @param latency its latency in cycles
 * @param golden the project's definition, on bits
 * @param independent the same, formulated differently
 */
record Fp32Bench(
    Simulation sim, int latency, IntBinaryOperator golden, IntBinaryOperator independent)
    implements AutoCloseable {
  private static final int ROWS = 1 << 16;

  /** Checks all pairs and returns how many there were. */
  int check(int[][] pairs) {
    compare(pairs, run(pairs));
    return pairs[0].length;
  }

  /** Returns the results of all pairs, one pair per cycle. */
  int[] run(int[][] pairs) {
    int count = pairs[0].length;
    int[] results = new int[count];
    for (int from = 0; from < count; from += ROWS) {
      int rows = Math.min(ROWS, count - from);
      PortRows stimulus = sim.layout("a", "b").rows(rows + latency);
      for (int i = 0; i < rows; i++) {
        stimulus.set(i, 0, pairs[0][from + i]).set(i, 1, pairs[1][from + i]);
      }
      PortRows response = sim.run(stimulus, sim.layout("result"));
      for (int i = 0; i < rows; i++) {
        results[from + i] = (int) response.get(i + latency, 0);
      }
    }
    return results;
  }

  /** Fails with the first result that differs from either model. */
  void compare(int[][] pairs, int[] results) {
    for (int i = 0; i < results.length; i++) {
      int a = pairs[0][i];
      int b = pairs[1][i];
      int expected = golden.applyAsInt(a, b);
      if (results[i] != expected) {
        fail("pair %d: %08x, %08x gives %08x, not %08x", i, a, b, results[i], expected);
      }
      int other = independent.applyAsInt(a, b);
      if (other != expected) {
        fail("pair %d: the models disagree on %08x, %08x: %08x, %08x", i, a, b, expected, other);
      }
    }
  }

  @Override
  public void close() {
    sim.close();
  }
}
