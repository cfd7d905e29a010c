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
}
