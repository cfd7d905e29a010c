package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;

/**
 * A stream of memory regions to be moved one after the other.
 *
 * @param valid driven by the producer
 * @param ready driven by the consumer
 * @param address byte address, a multiple of a beat
 * @param beats length, at least 1
 */
record Region(Bit valid, Bit ready, Unsigned address, Unsigned beats) {

  static Region of(String name, Ports forward, Ports backward) {
    return new Region(
        forward.bit(name + "_valid"),
        backward.bit(name + "_ready"),
        forward.unsigned(name + "_address", 32),
        forward.unsigned(name + "_beats", 32));
  }

  Bit fire() {
    return valid.and(ready);
  }

  void connectFrom(Region producer) {
    valid.set(producer.valid);
    address.set(producer.address);
    beats.set(producer.beats);
    producer.ready.set(ready);
  }
}
