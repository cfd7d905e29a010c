package io.samforge.sim.cycles;

import java.util.List;

/**
 * The counters that a program leaves behind, as the hardware's registers and layer log hold them.
 *
 * @param cycles from start to done
 * @param busy cycles in which a token entered the array
 * @param stallWeight cycles the engine waited for weights
 * @param stallActivation cycles the engine waited for activations
 * @param stallDrain cycles the engine waited for a bank of partial sums
 * @param readBeats beats read from memory
 * @param writeBeats beats written to memory
 * @param layers one entry a layer
 */
public record CycleCounts(
    long cycles,
    long busy,
    long stallWeight,
    long stallActivation,
    long stallDrain,
    long readBeats,
    long writeBeats,
    List<Layer> layers) {

  /** Copies the list. */
  public CycleCounts {
    layers = List.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @param cycles from the start of the layer to its last write response
   * @param busy cycles in which a token entered the array
   * @param stall cycles the engine waited
   * @param readBeats beats read meanwhile
   */
  public record Layer(long cycles, long busy, long stall, long readBeats) {}
}
