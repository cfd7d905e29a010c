package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.samforge.rtl.unit.ThresholdSearch;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdSearchTest {
  private static final int KEYS = 5000;
  private static final int ROUNDS = 12;

  @ParameterizedTest
  @CsvSource({"4,4", "4,3", "5,2", "6,4", "8,4", "4,16"})
  void countsTheThresholdsThatAKeyReaches(int bits, int banks) {
    Random random = RtlBench.random(100 * bits + banks);
    try (Simulation sim =
        RtlBench.quick("ThresholdSearch", () -> new ThresholdSearch(bits, banks))) {
      int[][] tables = ThresholdTables.random(random, banks, bits);
      PortRows first = sim.inputs().rows(ThresholdTables.rows(tables));
      ThresholdTables.write(first, 0, 0, tables);
      sim.run(first, sim.outputs());
      for (int round = 0; round < ROUNDS; round++) {
        // The next tables are written while keys of this round are on their way.
        int[][] next = ThresholdTables.random(random, banks, bits);
        PortRows stimulus = stimulus(sim, random, tables, round % 2);
        ThresholdTables.write(stimulus, 0, 1 - round % 2, next);
        PortRows response = sim.run(stimulus, sim.outputs());
        compare(stimulus, response, tables, ThresholdSearch.latency(bits));
        tables = next;
      }
    }
  }

  @Test
  void noticesOneWrongBit() {
    int bits = 4;
    int banks = 4;
    Random random = RtlBench.random(7);
    try (Simulation sim =
        RtlBench.quick("ThresholdSearch", () -> new ThresholdSearch(bits, banks))) {
      int[][] tables = ThresholdTables.random(random, banks, bits);
      PortRows write = sim.inputs().rows(ThresholdTables.rows(tables));
      ThresholdTables.write(write, 0, 0, tables);
      sim.run(write, sim.outputs());
      PortRows stimulus = stimulus(sim, random, tables, 0);
      PortRows response = sim.run(stimulus, sim.outputs());
      int latency = ThresholdSearch.latency(bits);
      compare(stimulus, response, tables, latency);
      RtlBench.flipBit(response, 123 + latency, "code");
      assertThatThrownBy(() -> compare(stimulus, response, tables, latency))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("key 123:");
    }
  }

  private static PortRows stimulus(Simulation sim, Random random, int[][] tables, int buffer) {
    PortRows rows = sim.inputs().rows(KEYS);
    for (int i = 0; i < KEYS; i++) {
      int bank = random.nextInt(tables.length);
      rows.set(i, "key", key(random, tables[bank]));
      rows.set(i, "bank", bank).set(i, "table_select", buffer);
      rows.set(i, "active", random.nextInt(16) == 0 ? 0 : 1);
    }
    return rows;
  }

  private static int key(Random random, int[] table) {
    int threshold = table[1 + random.nextInt(table.length - 1)];
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextBoolean() ? Integer.MAX_VALUE : Integer.MIN_VALUE;
      case 2 -> random.nextInt(3) - 1;
      case 3, 4 -> threshold;
      case 5 -> Math.max(threshold, Integer.MIN_VALUE + 1) - 1;
      default -> Math.min(threshold, Integer.MAX_VALUE - 1) + 1;
    };
  }

  private static void compare(PortRows in, PortRows out, int[][] tables, int latency) {
    for (int i = 0; i + latency < KEYS; i++) {
      int[] table = tables[(int) in.get(i, "bank")];
      int key = (int) in.get(i, "key");
      long expected = in.get(i, "active") == 1 ? ThresholdTables.count(table, key) : 0;
      long code = out.get(i + latency, "code");
      if (code != expected) {
        fail("key %d: %d gives code %d, not %d", i, key, code, expected);
      }
    }
  }
}
