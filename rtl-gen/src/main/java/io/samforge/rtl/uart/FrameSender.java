package io.samforge.rtl.uart;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;
import java.math.BigInteger;

/**
 * Sends the response: first byte, operation, tag, status, count, the words of a read, checksum.
 *
 * <p>Words follow only when the status is 0. {@code busy} is 1 from {@code start} until the last
 * byte was taken; the fields must not change meanwhile. Reset: idle.
 */
final class FrameSender extends Module {
  private static final int HEADER = 5;

  final Bit start;
  final Bits operation;
  final Bits tag;
  final Unsigned status;
  final Unsigned count;
  final Unsigned bufferIndex;
  final Bits bufferWord;
  final Bit busy;
  final Stream<Bits> bytes;

  FrameSender() {
    start = inputBit("start");
    operation = inputBits("operation", 8);
    tag = inputBits("tag", 8);
    status = inputUnsigned("status", 8);
    count = inputUnsigned("count", 8);
    bufferIndex = outputUnsigned("buffer_index", 6);
    bufferWord = inputBits("buffer_word", 32);
    busy = outputBit("busy");
    bytes = outputStream("bytes", 8);

    Bit active = regBit("active", false);
    // Counts the bytes in front of the words, of the words, and of the checksum.
    Unsigned position = regUnsigned("position", 10, 0);
    Bits checksum = regBits("checksum", 16);
    Bit carries = operation.bit(0).not().and(status.eq(FrameFormat.OK));
    Unsigned payload = count.extend(10).shiftLeft(2).truncate(10).orElse(carries, unsigned(0, 10));
    Unsigned behind = payload.plus(HEADER);
    Unsigned inPayload = position.minus(HEADER);
    Bit isHeader = position.lt(HEADER);
    Bit isWord = position.lt(behind);
    Bit isLow = position.eq(behind);
    Bits wordByte =
        bufferWord.sliceAt(inPayload.slice(0, 2).concat(bits(BigInteger.ZERO, 3)).unsigned(), 8);
    Bits checksumByte = checksum.slice(0, 8).orElse(isLow, checksum.slice(8, 8));
    Bits value = header(position).orElse(isHeader, wordByte.orElse(isWord, checksumByte));

    // A word is there one cycle after its index; the byte waits for it.
    Bit settled = regBit("settled", false);
    settled.set(active.and(bytes.fire().not()));
    bufferIndex.set(inPayload.slice(2, 6).unsigned());
    when(
        bytes.fire(),
        () -> {
          position.set(position.plus(1));
          when(
              isWord.and(position.ne(0)),
              () -> checksum.set(Crc16.next(checksum, bytes.payload())));
          when(position.eq(behind.plus(1)), () -> active.set(bit(false)));
        });
    when(
        start,
        () -> {
          active.set(bit(true));
          position.set(unsigned(0, 10));
          checksum.set(bits(Crc16.START, 16));
        });
    bytes.valid().set(active.and(settled));
    bytes.payload().set(value);
    busy.set(active);
  }

  private Bits header(Unsigned position) {
    Bits value = wireBits("header", 8);
    value.withDefault(count.bits());
    switchOn(
        position.truncate(3),
        branches -> {
          branches.is(0, () -> value.set(bits(BigInteger.valueOf(FrameFormat.RESPONSE), 8)));
          branches.is(1, () -> value.set(operation));
          branches.is(2, () -> value.set(tag));
          branches.is(3, () -> value.set(status.bits()));
        });
    return value;
  }
}
