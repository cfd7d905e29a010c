package io.samforge.sim.cycles;

import io.samforge.host.RunCounters;
import java.util.ArrayList;
import java.util.List;

/** Adds up what happens, for the program and for the layer that runs. */
final class Tally {
  private long cycles;
  private long busy;
  private long stallWeight;
  private long stallActivation;
  private long stallDrain;
  private long readBeats;
  private long writeBeats;
  private long layerCycles;
  private long layerBusy;
  private long layerStall;
  private long layerReads;
  private final List<RunCounters.Layer> layers = new ArrayList<>();

  /** Counts the wait of a cycle, if there was one. */
  boolean stall(boolean activation, boolean weight, boolean drain) {
    stallActivation += activation ? 1 : 0;
    stallWeight += weight ? 1 : 0;
    stallDrain += drain ? 1 : 0;
    return activation || weight || drain;
  }

  /** Counts one cycle; {@code starts} and {@code ends} are the first and last one of a layer. */
  void cycle(
      boolean starts, boolean ends, boolean issued, boolean stalled, boolean read, boolean wrote) {
    if (starts) {
      layerCycles = 0;
      layerBusy = 0;
      layerStall = 0;
      layerReads = 0;
    }
    layerCycles++;
    if (ends) {
      layers.add(new RunCounters.Layer(layerCycles, layerBusy, layerStall, layerReads));
    }
    layerBusy += issued ? 1 : 0;
    layerStall += stalled ? 1 : 0;
    layerReads += read ? 1 : 0;
    cycles++;
    busy += issued ? 1 : 0;
    readBeats += read ? 1 : 0;
    writeBeats += wrote ? 1 : 0;
  }

  RunCounters counts() {
    return new RunCounters(
        cycles, busy, stallWeight, stallActivation, stallDrain, readBeats, writeBeats, layers);
  }

  /** Counts some cycles that all are like each other: a token each, a wait each, or nothing. */
  void alike(long count, boolean issued, boolean activation, boolean weight, boolean drain) {
    long stalled = stall(activation, weight, drain) ? count : 0;
    // The call above counted one of them.
    stallActivation += activation ? count - 1 : 0;
    stallWeight += weight ? count - 1 : 0;
    stallDrain += drain ? count - 1 : 0;
    cycles += count;
    layerCycles += count;
    busy += issued ? count : 0;
    layerBusy += issued ? count : 0;
    layerStall += stalled;
  }

  /** Returns all counts but the log of finished layers. */
  long[] snapshot() {
    return new long[] {
      cycles,
      busy,
      stallWeight,
      stallActivation,
      stallDrain,
      readBeats,
      writeBeats,
      layerCycles,
      layerBusy,
      layerStall,
      layerReads
    };
  }

  /** Counts what came since a snapshot some more times. */
  void repeat(long[] since, long times) {
    long[] now = snapshot();
    cycles += times * (now[0] - since[0]);
    busy += times * (now[1] - since[1]);
    stallWeight += times * (now[2] - since[2]);
    stallActivation += times * (now[3] - since[3]);
    stallDrain += times * (now[4] - since[4]);
    readBeats += times * (now[5] - since[5]);
    writeBeats += times * (now[6] - since[6]);
    layerCycles += times * (now[7] - since[7]);
    layerBusy += times * (now[8] - since[8]);
    layerStall += times * (now[9] - since[9]);
    layerReads += times * (now[10] - since[10]);
  }
}
