package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.samforge.arch.format.HwFloat;
import io.samforge.rtl.unit.IntToFp32;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntToFp32Test {
  private static final int ROWS = 1 << 16;

  @ParameterizedTest
  @CsvSource({"63, 1000000", "50, 300000", "27, 100000", "64, 100000"})
  void equalsBothModels(int width, int count) {
    try (Simulation sim = RtlBench.fast("IntToFp32", () -> new IntToFp32(width))) {
      long[] near = nearPowersOfTwo(width);
      compare(near, run(sim, width, near));
      long[] values = random(RtlBench.random(width), width, count);
      compare(values, run(sim, width, values));
      assertThat(values).hasSize(count);
    }
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "12"})
  void equalsBothModelsOnEveryShortInteger(int width) {
    try (Simulation sim = RtlBench.quick("IntToFp32", () -> new IntToFp32(width))) {
      long[] values = new long[1 << width];
      for (int i = 0; i < values.length; i++) {
        values[i] = i - (1L << (width - 1));
      }
      compare(values, run(sim, width, values));
    }
  }

  @Test
  void noticesOneWrongBit() {
    try (Simulation sim = RtlBench.quick("IntToFp32", () -> new IntToFp32(50))) {
      long[] values = random(RtlBench.random(51), 50, 100);
      int[] results = run(sim, 50, values);
      results[42] ^= 1;
      assertThatThrownBy(() -> compare(values, results))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("value 42:");
    }
  }

  private static int[] run(Simulation sim, int width, long[] values) {
    int latency = IntToFp32.latency(width);
    int[] results = new int[values.length];
    for (int from = 0; from < values.length; from += ROWS) {
      int rows = Math.min(ROWS, values.length - from);
      PortRows stimulus = sim.layout("value").rows(rows + latency);
      for (int i = 0; i < rows; i++) {
        stimulus.set(i, 0, values[from + i]);
      }
      PortRows response = sim.run(stimulus, sim.layout("result"));
      for (int i = 0; i < rows; i++) {
        results[from + i] = (int) response.get(i + latency, 0);
      }
    }
    return results;
  }

  private static void compare(long[] values, int[] results) {
    for (int i = 0; i < values.length; i++) {
      int expected = Float.floatToIntBits(HwFloat.fromLong(values[i]));
      if (results[i] != expected) {
        fail("value %d: %d gives %08x, not %08x", i, values[i], results[i], expected);
      }
      if (independent(values[i]) != expected) {
        fail("value %d: the models disagree on %d", i, values[i]);
      }
    }
  }

  /** Rounds by comparing what is cut off with one half. */
  private static int independent(long value) {
    if (value == 0) {
      return 0;
    }
    long magnitude = Math.abs(value);
    int topBit = 63 - Long.numberOfLeadingZeros(magnitude);
    int cut = Math.max(0, topBit - 23);
    long kept = magnitude >>> cut;
    if (cut > 0) {
      long rest = magnitude - (kept << cut);
      int order = Long.compareUnsigned(rest, 1L << (cut - 1));
      kept += order > 0 || order == 0 && kept % 2 == 1 ? 1 : 0;
    }
    // scalb is exact here, and so is the conversion of at most 25 bits to double.
    double rounded = Math.scalb((double) kept, cut);
    return Float.floatToIntBits((float) (value < 0 ? -rounded : rounded));
  }

  /** Numbers of every length, with ties and long runs of ones and zeros. */
  private static long[] random(Random random, int width, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      int unused = 64 - width + random.nextInt(width);
      long value = random.nextLong() >> unused;
      int cut = Math.max(0, 64 - Long.numberOfLeadingZeros(Math.abs(value)) - 24);
      if (cut > 0) {
        switch (i % 4) {
          case 0 -> value = value >> cut << cut | 1L << (cut - 1);
          case 1 -> value = value >> cut << cut | (1L << (cut - 1)) - 1;
          case 2 -> value = value >> (cut - 1) << (cut - 1) | 1;
          default -> {}
        }
      }
      values[i] = value;
    }
    return values;
  }

  private static long[] nearPowersOfTwo(int width) {
    List<Long> values = new ArrayList<>();
    for (int bit = 0; bit < width - 1; bit++) {
      for (long offset = -2; offset <= 2; offset++) {
        for (long half : new long[] {0, bit >= 24 ? 1L << (bit - 24) : 0}) {
          values.add((1L << bit) + half + offset);
          values.add(-(1L << bit) - half + offset);
        }
      }
    }
    values.add(-(1L << (width - 1)));
    values.add(-(1L << (width - 1)) + 1);
    values.add((1L << (width - 1)) - 1);
    values.add(0L);
    long limit = width == 64 ? Long.MAX_VALUE : (1L << (width - 1)) - 1;
    return values.stream()
        .mapToLong(Long::longValue)
        .filter(v -> v <= limit && v >= -limit - 1)
        .toArray();
  }
}
