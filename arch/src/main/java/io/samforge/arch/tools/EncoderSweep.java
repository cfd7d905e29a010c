package io.samforge.arch.tools;

import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.golden.Progress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Compares an encoder with its definition, evaluated in double, over a range of floats. */
final class EncoderSweep {
  private static final long PATTERNS_AT_ONCE = 1 << 20;

  private final int threads;
  private final Progress progress;

  /**
   * What a sweep found.
   *
   * @param compared floats compared
   * @param excluded bit patterns that are not numbers
   * @param mismatches floats whose codes differ
   * @param firstMismatch the smallest bit pattern whose codes differ; -1 for none
   */
  record Summary(long compared, long excluded, long mismatches, long firstMismatch) {
    Summary plus(Summary other) {
      long first =
          firstMismatch < 0 || other.firstMismatch < 0
              ? Math.max(firstMismatch, other.firstMismatch)
              : Math.min(firstMismatch, other.firstMismatch);
      return new Summary(
          compared + other.compared,
          excluded + other.excluded,
          mismatches + other.mismatches,
          first);
    }
  }

  EncoderSweep(int threads, Progress progress) {
    this.threads = threads;
    this.progress = progress;
  }

  /** Compares all bit patterns from..to-1, as unsigned 32-bit numbers, in the first bank. */
  Summary run(EncoderThresholds encoder, Quantizer quantizer, long from, long to) {
    AtomicLong next = new AtomicLong(from);
    Summary[] found = new Summary[threads];
    Thread[] workers =
        IntStream.range(0, threads)
            .mapToObj(i -> new Thread(() -> found[i] = work(encoder, quantizer, next, from, to)))
            .toArray(Thread[]::new);
    for (Thread worker : workers) {
      worker.start();
    }
    Summary all = new Summary(0, 0, 0, -1);
    for (int i = 0; i < threads; i++) {
      join(workers[i]);
      if (found[i] == null) {
        throw new IllegalStateException("a thread of the sweep ended early");
      }
      all = all.plus(found[i]);
    }
    return all;
  }

  private Summary work(
      EncoderThresholds encoder, Quantizer quantizer, AtomicLong next, long from, long to) {
    Summary sum = new Summary(0, 0, 0, -1);
    long start = next.getAndAdd(PATTERNS_AT_ONCE);
    while (start < to) {
      sum = sum.plus(compare(encoder, quantizer, start, Math.min(start + PATTERNS_AT_ONCE, to)));
      synchronized (progress) {
        progress.report(Math.min(next.get(), to) - from, to - from);
      }
      start = next.getAndAdd(PATTERNS_AT_ONCE);
    }
    return sum;
  }

  private static Summary compare(
      EncoderThresholds encoder, Quantizer quantizer, long from, long to) {
    long excluded = 0;
    long mismatches = 0;
    long first = -1;
    for (long bits = from; bits < to; bits++) {
      float y = Float.intBitsToFloat((int) bits);
      if (Float.isNaN(y)) {
        excluded++;
      } else if (encoder.encode(y, 0) != quantizer.encode(encoder.function().apply(y))) {
        mismatches++;
        first = first < 0 ? bits : first;
      }
    }
    return new Summary(to - from - excluded, excluded, mismatches, first);
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during the sweep", e);
    }
  }
}
