package io.samforge.host.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Arrays that are used again. A fresh one is filled with zeros first, and what it displaces keeps
 * the garbage collector busy: for megabytes that costs more than to write the result itself.
 */
final class FloatArrays {
  /** Elements that are kept for later at most: 64 MiB. */
  private static final long MOST_KEPT = 1L << 24;

  /** Free arrays by length. */
  private final Map<Integer, Deque<float[]>> free = new HashMap<>();

  private long kept;

  /** Returns an array with any content. */
  float[] take(int length) {
    Deque<float[]> arrays = free.get(length);
    if (arrays == null || arrays.isEmpty()) {
      return new float[length];
    }
    kept -= length;
    return arrays.pop();
  }

  /** Takes an array that nobody uses any more. */
  void giveBack(float[] array) {
    if (kept + array.length <= MOST_KEPT) {
      kept += array.length;
      free.computeIfAbsent(array.length, length -> new ArrayDeque<>()).push(array);
    }
  }
}
