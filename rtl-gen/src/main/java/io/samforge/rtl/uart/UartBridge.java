package io.samforge.rtl.uart;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/**
 * Carries out requests that arrive over a serial line: words of registers, of memory and of the
 * information that the bridge itself gives (docs/fpga.md, section 3).
 *
 * <p>One request at a time; the answer follows when the last word is done. A request has effect
 * only when its checksum is right. Golden counterpart: {@code io.samforge.host.uart.UartDevice};
 * covered by {@code UartBridgeTest} and {@code BoardShellTest}.
 */
public final class UartBridge extends Module {
  /** First word of the information: the letters SFUB. */
  public static final int MAGIC = 0x53465542;

  /** Version of the frames. */
  public static final int VERSION = 1;

  /** The receiving line. */
  public final Bit receive;

  /** The sending line. */
  public final Bit transmit;

  /** Shown in the information. */
  public final Bit interrupt;

  /** Words of registers. */
  public final WordPorts registers;

  /** Words of memory. */
  public final WordPorts memory;

  private final Unsigned space = wireUnsigned("space", 2);
  private final WordPorts word;

  /**
   * Creates the bridge.
   *
   * @param clocksPerBit clock cycles of one bit, 4..65535
   * @param memoryBytes size of the memory, told to the host
   * @param clockHz frequency of the clock, told to the host
   */
  public UartBridge(int clocksPerBit, int memoryBytes, int clockHz) {
    receive = inputBit("receive");
    transmit = outputBit("transmit");
    interrupt = inputBit("interrupt");
    registers = WordPorts.asking("register", inputs(), outputs());
    memory = WordPorts.asking("memory", inputs(), outputs());

    UartReceiver receiver = instance("receiver", () -> new UartReceiver(clocksPerBit));
    UartTransmitter transmitter = instance("transmitter", () -> new UartTransmitter(clocksPerBit));
    FrameReceiver request = instance("request", () -> new FrameReceiver(clocksPerBit));
    FrameExecutor executor = instance("executor", FrameExecutor::new);
    FrameSender response = instance("response", FrameSender::new);
    word = executor.word;
    receiver.line.set(receive);
    transmit.set(transmitter.line);
    request.byteValid.set(receiver.valid);
    request.byteData.set(receiver.data);
    request.byteBroken.set(receiver.broken);
    request.pause.set(executor.busy.or(response.busy));
    executor.start.set(request.complete);
    executor.intact.set(request.intact);
    executor.operation.set(request.operation);
    executor.tag.set(request.tag);
    executor.count.set(request.count);
    executor.address.set(request.address);
    response.start.set(executor.finished);
    response.operation.set(request.operation);
    response.tag.set(request.tag);
    response.status.set(executor.status);
    response.count.set(request.count);
    transmitter.bytes.connectFrom(response.bytes);
    buffer(request, executor, response);
    space.set(executor.space);
    answer(information(memoryBytes, clockHz));
  }

  private void buffer(FrameReceiver request, FrameExecutor executor, FrameSender response) {
    Memory words = memory("words", 32, FrameFormat.MAX_WORDS);
    Bit writes = request.wordWrite.or(executor.bufferWrite);
    words.write(
        executor.bufferIndex.orElse(executor.bufferWrite, request.wordIndex),
        executor.bufferData.orElse(executor.bufferWrite, request.wordData),
        writes);
    Bits read =
        words.readSync(response.bufferIndex.orElse(response.busy, executor.bufferIndex), bit(true));
    executor.bufferWord.set(read);
    response.bufferWord.set(read);
  }

  private Bits information(int memoryBytes, int clockHz) {
    Bits value = wireBits("information", 32);
    value.withDefault(bits(BigInteger.ZERO, 32));
    switchOn(
        word.address().slice(2, 3).unsigned(),
        branches -> {
          branches.is(0, () -> value.set(bits(BigInteger.valueOf(MAGIC), 32)));
          branches.is(1, () -> value.set(bits(BigInteger.valueOf(VERSION), 32)));
          branches.is(2, () -> value.set(bits(BigInteger.valueOf(memoryBytes), 32)));
          branches.is(3, () -> value.set(bits(BigInteger.valueOf(clockHz), 32)));
          branches.is(4, () -> value.set(interrupt.bits().extend(32)));
        });
    return value;
  }

  private void answer(Bits information) {
    Bit toRegisters = space.eq(1);
    Bit toMemory = space.eq(2);
    for (WordPorts client : java.util.List.of(registers, memory)) {
      client.write().set(word.write());
      client.address().set(word.address());
      client.data().set(word.data());
    }
    registers.valid().set(word.valid().and(toRegisters));
    memory.valid().set(word.valid().and(toMemory));
    word.done()
        .set(registers.done().orElse(toRegisters, memory.done().orElse(toMemory, bit(true))));
    word.error()
        .set(registers.error().orElse(toRegisters, memory.error().orElse(toMemory, bit(false))));
    word.answer()
        .set(registers.answer().orElse(toRegisters, memory.answer().orElse(toMemory, information)));
  }
}
