package io.samforge.sim.cycles;

/** The fill level of a converter between beats and units, in common granules of both widths. */
final class Gearbox {
  private final int inStep;
  private final int outStep;
  private int level;
  private boolean closed;

  /** Creates a converter from elements of {@code inBits} to elements of {@code outBits}. */
  Gearbox(int inBits, int outBits) {
    int granule = gcd(inBits, outBits);
    inStep = inBits / granule;
    outStep = outBits / granule;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Returns whether a whole element can leave. */
  boolean hasWhole() {
    return level >= outStep;
  }

  /** Returns whether the input is closed behind a last element. */
  boolean isClosed() {
    return closed;
  }

  /** Returns whether an element can enter in a cycle in which one leaves or not. */
  boolean accepts(boolean leaves) {
    return !closed && after(leaves) < outStep;
  }

  /** Returns whether the element that leaves next is the last of a closed, padded stream. */
  boolean isLastPadded() {
    return level <= outStep;
  }

  private int after(boolean leaves) {
    return !leaves ? level : Math.max(0, level - outStep);
  }

  /** Moves one cycle. */
  void tick(boolean enters, boolean entersLast, boolean leaves) {
    level = after(leaves) + (enters ? inStep : 0);
    closed |= enters && entersLast;
  }

  /** Empties the converter and opens its input again. */
  void release() {
    level = 0;
    closed = false;
  }

  /** Opens the input again. */
  void open() {
    closed = false;
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    key.add(level).add(closed);
  }
}
