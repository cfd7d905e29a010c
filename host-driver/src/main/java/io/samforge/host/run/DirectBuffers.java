package io.samforge.host.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/**
 * Direct buffers that are used again. A fresh one costs as much time as filling it, and its memory
 * comes back only when the garbage collector finds it.
 */
final class DirectBuffers {
  /** Free buffers by capacity. */
  private final TreeMap<Integer, Deque<ByteBuffer>> free = new TreeMap<>();

  /**
   * Returns an empty buffer in native order whose limit is {@code bytes}; its capacity is at most a
   * quarter larger.
   */
  ByteBuffer take(int bytes) {
    int capacity = roundUp(bytes);
    Deque<ByteBuffer> stack = free.get(capacity);
    if (stack != null && !stack.isEmpty()) {
      return stack.pop().clear().limit(bytes);
    }
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder()).limit(bytes);
  }

  /** Takes a buffer back that nobody uses any more. */
  void giveBack(ByteBuffer buffer) {
    free.computeIfAbsent(buffer.capacity(), capacity -> new ArrayDeque<>()).push(buffer);
  }

  /** Rounds up to four sizes for every power of two, so that tensors of similar size share. */
  private static int roundUp(int bytes) {
    int unit = Math.max(64, Integer.highestOneBit(Math.max(1, bytes)) / 4);
    return Math.toIntExact(((long) bytes + unit - 1) / unit * unit);
  }
}
