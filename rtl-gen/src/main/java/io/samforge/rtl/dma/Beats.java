package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Ports;

/**
 * A stream of beats that knows where each region ends.
 *
 * @param valid driven by the producer
 * @param ready driven by the consumer
 * @param data one beat
 * @param last the beat is the last one of its region
 */
record Beats(Bit valid, Bit ready, Bits data, Bit last) {

  /** Declares the stream; {@code forward} declares what the producer drives. */
  static Beats of(String name, int width, Ports forward, Ports backward) {
    return new Beats(
        forward.bit(name + "_valid"),
        backward.bit(name + "_ready"),
        forward.bits(name + "_data", width),
        forward.bit(name + "_last"));
  }

  Bit fire() {
    return valid.and(ready);
  }

  /** Connects a producer's beats to this consumer. */
  void connectFrom(Beats producer) {
    valid.set(producer.valid);
    data.set(producer.data);
    last.set(producer.last);
    producer.ready.set(ready);
  }
}
