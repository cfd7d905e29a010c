package io.samforge.host.run;

/** Counts codes; neighbours in different tables, so that none waits for the one before. */
final class CodeHistogram {
  /** Codes that there can be. */
  static final int CODES = 256;

  private static final int TABLES = 4;

  private final int[] first = new int[CODES];
  private final int[] second = new int[CODES];
  private final int[] third = new int[CODES];
  private final int[] fourth = new int[CODES];

  /** Counts neighbours in an array. */
  void count(byte[] codes, int from, int count) {
    int end = from + count;
    int i = from;
    for (; i <= end - TABLES; i += TABLES) {
      first[codes[i] & 0xff]++;
      second[codes[i + 1] & 0xff]++;
      third[codes[i + 2] & 0xff]++;
      fourth[codes[i + 3] & 0xff]++;
    }
    for (; i < end; i++) {
      first[codes[i] & 0xff]++;
    }
  }

  /** Adds what has been counted; several threads may add to the same sums. */
  void addTo(long[] sums) {
    synchronized (sums) {
      for (int code = 0; code < CODES; code++) {
        sums[code] += first[code] + second[code] + third[code] + fourth[code];
      }
    }
  }
}
