package io.samforge.host.run;

import io.samforge.arch.golden.CodeEnds;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Counts codes and those at the ends of their range, eight at a time. */
final class CodeCounter {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private final int last;
  private long lowest;
  private long highest;
  private long codes;

  /**
   * Counts nothing yet.
   *
   * @param last L-1, the highest code; at least 1
   */
  CodeCounter(int last) {
    this.last = last;
  }

  /** Counts eight codes that stand in a byte each. */
  private void count(long eight) {
    lowest += zeros(eight);
    highest += zeros(eight ^ last * ONES);
    codes += Long.BYTES;
  }

  /** Counts neighbours in an array. */
  void count(byte[] source, int from, int count) {
    int end = from + count;
    int i = from;
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      count((long) WORD.get(source, i));
    }
    for (; i < end; i++) {
      count(source[i] & 0xffL);
      leaveOut(Long.BYTES - 1);
    }
  }

  /** Returns how many bytes are 0. A sum of the low bits reaches the top bit unless all are 0. */
  private static int zeros(long bytes) {
    return Long.bitCount(~((bytes & LOW_BITS) + LOW_BITS | bytes | LOW_BITS));
  }

  /** Takes back codes 0 that have been counted and are none. */
  void leaveOut(long zeros) {
    lowest -= zeros;
    codes -= zeros;
  }

  /** Returns what has been counted. */
  CodeEnds ends() {
    return new CodeEnds(lowest, highest, codes);
  }
}
