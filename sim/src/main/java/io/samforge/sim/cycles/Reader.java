package io.samforge.sim.cycles;

import io.samforge.rtl.dma.DmaEngine;

/** One reader: a splitter, the room it has reserved and the beats that arrived. */
final class Reader {
  final Splitter splitter;
  final FlagQueue beats;
  private final int depth;
  private int reserved;

  Reader(int beatBytes, int depth) {
    this.splitter = new Splitter(beatBytes);
    this.beats = new FlagQueue(depth);
    this.depth = depth;
  }

  boolean requests() {
    return splitter.isHeld() && reserved <= depth - DmaEngine.MAX_BURST;
  }

  boolean isBusy() {
    return splitter.isHeld() || reserved != 0;
  }

  void reserve(int count) {
    reserved += count;
  }

  /** Removes the first beat; returns whether it was the last one of its region. */
  boolean pop() {
    boolean last = beats.first();
    beats.pop();
    reserved--;
    return last;
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    splitter.addTo(key);
    beats.addTo(key);
    key.add(reserved);
  }
}
