package io.samforge.host;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the programs that have been started, or could not be, and wakes who waits for one. */
final class StartCount {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition counted = lock.newCondition();
  private int count;

  /** Counts a program; returns its number, from 1 on. */
  int next() {
    lock.lock();
    try {
      counted.signalAll();
      return ++count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a program behind one has been counted. */
  void awaitBehind(int number) {
    lock.lock();
    try {
      while (count <= number) {
        counted.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
