package io.samforge.sim.rtl;

import io.samforge.sim.PortRows;
import java.util.Arrays;
import java.util.Random;

/** Threshold tables for tests, [bank][L] with word 0 unused, and their way into a table buffer. */
final class ThresholdTables {
  private ThresholdTables() {}

  /** Returns sorted tables with duplicates, "never" and "always". */
  static int[][] random(Random random, int banks, int bits) {
    int[][] tables = new int[banks][1 << bits];
    for (int[] table : tables) {
      int kind = random.nextInt(4);
      int shift = kind == 0 ? 0 : random.nextInt(28);
      for (int k = 1; k < table.length; k++) {
        table[k] = random.nextInt() >> shift;
        int special = random.nextInt(8 * table.length / 4);
        if (special == 0) {
          table[k] = Integer.MAX_VALUE;
        } else if (special == 1) {
          table[k] = Integer.MIN_VALUE;
        } else if (special == 2 && k > 1) {
          table[k] = table[k - 1];
        }
      }
      if (kind == 3) {
        Arrays.fill(table, random.nextBoolean() ? Integer.MAX_VALUE : Integer.MIN_VALUE);
      }
      Arrays.sort(table, 1, table.length);
    }
    return tables;
  }

  /** Returns the number of rows that {@link #write} fills. */
  static int rows(int[][] tables) {
    return tables.length * tables[0].length;
  }

  /** Writes all words, word 0 included, into a buffer from a row on, the last index first. */
  static void write(PortRows rows, int firstRow, int buffer, int[][] tables) {
    int row = firstRow;
    for (int k = tables[0].length - 1; k >= 0; k--) {
      for (int bank = 0; bank < tables.length; bank++) {
        rows.set(row, "table_write", 1).set(row, "table_write_buffer", buffer);
        rows.set(row, "table_write_bank", bank).set(row, "table_write_index", k);
        rows.set(row, "table_write_data", tables[bank][k]);
        row++;
      }
    }
  }

  /** Returns the number of thresholds that a key reaches. */
  static int count(int[] table, int key) {
    int count = 0;
    for (int k = 1; k < table.length; k++) {
      count += key >= table[k] ? 1 : 0;
    }
    return count;
  }
}
