package io.samforge.sim;

import java.util.List;

/**
 * The counters behind a program: read from the hardware, or computed by the cycle model.
 *
 * @param cycles from start to done
 * @param busy cycles in which a token entered the array
 * @param stallWeight cycles the engine waited for weights
 * @param stallActivation cycles the engine waited for activations
 * @param stallDrain cycles the engine waited for a bank of partial sums
 * @param readBeats beats read from memory
 * @param writeBeats beats written to memory
 * @param layers the layer log
 */
public record RunCounters(
    long cycles,
    long busy,
    long stallWeight,
    long stallActivation,
    long stallDrain,
    long readBeats,
    long writeBeats,
    List<Layer> layers) {

  /** Copies the list. */
  public RunCounters {
    layers = List.copyOf(layers);
  }

  /**
   * One entry of the layer log.
   *
   * @param cycles from the start of the layer to its last write response
   * @param busy cycles in which a token entered the array
   * @param stall cycles the engine waited
   * @param readBeats beats read meanwhile
   */
  public record Layer(long cycles, long busy, long stall, long readBeats) {}
}
