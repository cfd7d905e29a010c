package io.samforge.sim.cycles;

import io.samforge.rtl.dma.DmaEngine;

/** The writer: bursts start when all their beats wait. */
final class Writer {
  private static final int MAX_OUTSTANDING = 255;
  private final Splitter splitter;
  private int queued;
  private int left;
  private int outstanding;

  Writer(int beatBytes) {
    splitter = new Splitter(beatBytes);
  }

  Splitter splitter() {
    return splitter;
  }

  boolean isBusy() {
    return splitter.isHeld() || outstanding != 0;
  }

  boolean acceptsBeat() {
    return queued != DmaEngine.WRITE_DEPTH;
  }

  boolean sends() {
    return left != 0;
  }

  boolean sendsLast() {
    return left == 1;
  }

  /** Moves one cycle: the write address is accepted at once. Returns whether a burst begins. */
  boolean tick(boolean beatEnters, boolean sent, boolean response) {
    boolean begin =
        splitter.isHeld()
            && left == 0
            && queued >= splitter.burstBeats()
            && outstanding != MAX_OUTSTANDING;
    queued += (beatEnters ? 1 : 0) - (sent ? 1 : 0);
    if (sent) {
      left--;
    }
    if (begin) {
      left = splitter.burstBeats();
      splitter.take();
    }
    outstanding += (begin ? 1 : 0) - (response ? 1 : 0);
    return begin;
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    splitter.addTo(key);
    key.add(queued).add(left).add(outstanding);
  }
}
