package io.samforge.host;

import java.util.List;
import java.util.stream.Stream;

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

  /** Returns the sums of both, and the layers of this one before those of the other. */
  public RunCounters plus(RunCounters other) {
    return new RunCounters(
        cycles + other.cycles,
        busy + other.busy,
        stallWeight + other.stallWeight,
        stallActivation + other.stallActivation,
        stallDrain + other.stallDrain,
        readBeats + other.readBeats,
        writeBeats + other.writeBeats,
        Stream.concat(layers.stream(), other.layers.stream()).toList());
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
