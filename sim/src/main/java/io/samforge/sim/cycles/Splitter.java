package io.samforge.sim.cycles;

import io.samforge.rtl.dma.DmaEngine;

/** Cuts the region it holds into bursts. */
final class Splitter {
  private static final int PAGE = 4096;
  private final int beatBytes;
  private boolean held;
  private long address;
  private long left;

  Splitter(int beatBytes) {
    this.beatBytes = beatBytes;
  }

  boolean isHeld() {
    return held;
  }

  int burstBeats() {
    long toPage = (PAGE - address % PAGE) / beatBytes;
    return (int) Math.min(Math.min(left, DmaEngine.MAX_BURST), toPage);
  }

  boolean isLastBurst() {
    return left == burstBeats();
  }

  void hold(long newAddress, long beats) {
    held = true;
    address = newAddress;
    left = beats;
  }

  void take() {
    int beats = burstBeats();
    address += (long) beats * beatBytes;
    left -= beats;
    held = left != 0;
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    key.add(held);
    if (held) {
      key.add(address % PAGE).add(left);
    }
  }
}
