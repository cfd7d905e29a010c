package io.samforge.rtl.uart;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;

/**
 * Access to one 32-bit word at a time. The request stays until {@code done} answers it; the answer
 * lasts one cycle, and the next request begins in a later one.
 *
 * @param valid a word is asked for
 * @param write 1 to write, 0 to read
 * @param address byte address, a multiple of 4
 * @param data the word to write
 * @param done the answer is there
 * @param error with {@code done}: there is nothing at this address
 * @param answer with {@code done}: the word read
 */
public record WordPorts(
    Bit valid, Bit write, Unsigned address, Bits data, Bit done, Bit error, Bits answer) {

  /** Declares the side that asks. */
  public static WordPorts asking(String name, Ports inputs, Ports outputs) {
    return declare(name, inputs, outputs);
  }

  /** Declares the side that answers. */
  public static WordPorts answering(String name, Ports inputs, Ports outputs) {
    return declare(name, outputs, inputs);
  }

  private static WordPorts declare(String name, Ports answers, Ports requests) {
    return new WordPorts(
        requests.bit(name + "_valid"),
        requests.bit(name + "_write"),
        requests.unsigned(name + "_address", 32),
        requests.bits(name + "_data", 32),
        answers.bit(name + "_done"),
        answers.bit(name + "_error"),
        answers.bits(name + "_answer", 32));
  }

  /** Connects the asking side of another module to this answering side. */
  public void connectFrom(WordPorts asking) {
    valid.set(asking.valid);
    write.set(asking.write);
    address.set(asking.address);
    data.set(asking.data);
    asking.done.set(done);
    asking.error.set(error);
    asking.answer.set(answer);
  }
}
