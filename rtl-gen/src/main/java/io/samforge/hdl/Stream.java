package io.samforge.hdl;

/**
 * A payload with a handshake: it moves in every cycle in which {@code valid} and {@code ready} are
 * both 1. The producer keeps {@code valid} and the payload until then.
 *
 * @param <S> the payload's type
 * @param valid driven by the producer
 * @param ready driven by the consumer
 * @param payload driven by the producer
 */
public record Stream<S extends Signal<S>>(Bit valid, Bit ready, S payload) {

  /** Returns 1 in cycles in which the payload moves. */
  public Bit fire() {
    return valid.and(ready);
  }

  /** Connects a producer's stream to this consumer's stream. */
  public void connectFrom(Stream<S> producer) {
    valid.set(producer.valid);
    payload.set(producer.payload);
    producer.ready.set(ready);
  }
}
