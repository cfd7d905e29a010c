package io.samforge.sim.cycles;

import java.util.ArrayDeque;

/** Timing of the memory behind the AXI4 port; mirrors the simulated DRAM without stalls. */
final class Memory {
  private static final class Burst {
    final long readyCycle;
    int beats;

    Burst(long readyCycle, int beats) {
      this.readyCycle = readyCycle;
      this.beats = beats;
    }
  }

  private final MemoryTiming timing;
  private final int beatBytes;
  private final ArrayDeque<Burst> reads = new ArrayDeque<>();
  private final ArrayDeque<Long> responses = new ArrayDeque<>();
  private long credit;
  private boolean readUp;
  private boolean writeReady;
  private boolean responseUp;
  private boolean writeWaiting;
  private boolean lastWasRead;

  Memory(MemoryTiming timing, int beatBytes) {
    this.timing = timing;
    this.beatBytes = beatBytes;
  }

  /** Decides what the memory shows in this cycle. */
  void drive(long cycle) {
    if (timing.bytesPerCycle() != 0) {
      credit = Math.min(credit + timing.bytesPerCycle(), most());
    }
    if (writeWaiting && lastWasRead) {
      writeReady = takeCredit();
      driveRead(cycle);
    } else {
      driveRead(cycle);
      writeReady = takeCredit();
    }
    responseUp = !responses.isEmpty() && responses.peekFirst() <= cycle;
  }

  private void driveRead(long cycle) {
    readUp = !reads.isEmpty() && reads.peekFirst().readyCycle <= cycle && takeCredit();
    lastWasRead |= readUp;
  }

  private boolean takeCredit() {
    if (timing.bytesPerCycle() == 0) {
      return true;
    }
    if (credit < beatBytes) {
      return false;
    }
    credit -= beatBytes;
    return true;
  }

  boolean readBeat() {
    return readUp;
  }

  boolean readLast() {
    return readUp && reads.peekFirst().beats == 1;
  }

  boolean writeReady() {
    return writeReady;
  }

  boolean response() {
    return responseUp;
  }

  /** Moves one cycle: what was offered is accepted. */
  void tick(long cycle, int addressedBeats, boolean writeOffered, boolean writeLast) {
    if (addressedBeats != 0) {
      reads.addLast(new Burst(cycle + timing.latencyCycles(), addressedBeats));
    }
    if (readUp && --reads.peekFirst().beats == 0) {
      reads.removeFirst();
    }
    writeWaiting = writeOffered && !writeReady;
    if (writeReady && writeOffered) {
      lastWasRead = false;
      if (writeLast) {
        responses.addLast(cycle + 1);
      }
    } else if (writeReady && timing.bytesPerCycle() != 0) {
      credit += beatBytes;
    }
    if (responseUp) {
      responses.removeFirst();
    }
  }

  /**
   * Returns the cycle before which nothing happens here as long as nothing is asked for, at most
   * {@link Long#MAX_VALUE}; now, where something is going on.
   */
  long restsUntil(long now) {
    if (timing.bytesPerCycle() != 0 && credit < most()) {
      return now;
    }
    long read = reads.isEmpty() ? Long.MAX_VALUE : reads.peekFirst().readyCycle;
    long response = responses.isEmpty() ? Long.MAX_VALUE : responses.peekFirst();
    return Math.max(now, Math.min(read, response));
  }

  private long most() {
    return Math.max(timing.bytesPerCycle(), 2L * beatBytes);
  }

  /** Writes everything that decides what happens next, with times as seen from now. */
  void addTo(StateKey key, long now) {
    key.add(credit).add(writeWaiting).add(lastWasRead).add(reads.size()).add(responses.size());
    reads.forEach(burst -> key.add(Math.max(0, burst.readyCycle - now)).add(burst.beats));
    responses.forEach(cycle -> key.add(Math.max(0, cycle - now)));
  }
}
