package io.samforge.host.uart;

import io.samforge.host.DeviceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Sends requests and receives their responses, again when one was lost or damaged.
 *
 * <p>Request: 0x5A, operation, tag, count, address (4 bytes), the words of a write, checksum (2
 * bytes). Response: 0xA5, operation, tag, status, count, the words of a read that was done,
 * checksum. All numbers are little-endian, words have 32 bits, the checksum covers everything
 * between the first byte and itself. A repeated request keeps its tag, so that the bridge does not
 * carry out a write twice.
 */
final class FrameExchange {
  /** Words of the longest frame. */
  static final int MAX_WORDS = 64;

  private static final byte REQUEST = 0x5a;
  private static final byte RESPONSE = (byte) 0xa5;
  private static final int REQUEST_HEADER = 8;
  private static final int RESPONSE_HEADER = 5;
  private static final int CHECKSUM = 2;
  private static final int TRIES = 4;

  private final SerialLink link;
  private int tag;
  private long repeats;

  FrameExchange(SerialLink link) {
    this.link = link;
  }

  /** Returns how many requests had to be repeated so far. */
  long repeats() {
    return repeats;
  }

  /**
   * Carries out one request.
   *
   * @param words the words to write, or as many words as to read
   * @return the words read; those given for a write
   * @throws DeviceException when the bridge refuses the request or does not answer
   */
  int[] exchange(FrameOperation operation, long address, int... words) {
    byte[] request = request(operation, address, words);
    FrameStatus last = null;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      if (attempt > 0) {
        repeats++;
        link.drain();
      }
      link.send(request);
      Optional<ByteBuffer> response = response(operation, words.length);
      if (response.isEmpty()) {
        continue;
      }
      last = FrameStatus.of(response.get().get(3));
      if (last == FrameStatus.OK) {
        tag = tag + 1 & 0xff;
        return operation.writes() ? words : words(response.get(), words.length);
      }
      if (last != FrameStatus.BAD_CHECKSUM) {
        break;
      }
    }
    tag = tag + 1 & 0xff;
    throw new DeviceException(
        String.format(
            "serial line: %s of %d words at 0x%x: %s",
            operation,
            words.length,
            address,
            last == null ? "no answer after " + TRIES + " tries" : last.meaning()));
  }

  private byte[] request(FrameOperation operation, long address, int... words) {
    int payload = operation.writes() ? words.length : 0;
    ByteBuffer frame = buffer(REQUEST_HEADER + 4 * payload + CHECKSUM);
    frame.put(REQUEST).put((byte) operation.code()).put((byte) tag).put((byte) words.length);
    frame.putInt((int) address);
    for (int i = 0; i < payload; i++) {
      frame.putInt(words[i]);
    }
    frame.putShort((short) FrameChecksum.of(frame.array(), 1, frame.position()));
    return frame.array();
  }

  private Optional<ByteBuffer> response(FrameOperation operation, int count) {
    byte[] header = link.receive(RESPONSE_HEADER);
    if (header.length < RESPONSE_HEADER || header[0] != RESPONSE) {
      return Optional.empty();
    }
    boolean carries = !operation.writes() && header[3] == FrameStatus.OK.ordinal();
    int rest = (carries ? 4 * count : 0) + CHECKSUM;
    byte[] tail = link.receive(rest);
    if (tail.length < rest) {
      return Optional.empty();
    }
    ByteBuffer frame = buffer(RESPONSE_HEADER + rest).put(header).put(tail);
    int end = frame.position() - CHECKSUM;
    boolean right =
        Short.toUnsignedInt(frame.getShort(end)) == FrameChecksum.of(frame.array(), 1, end);
    // A damaged request may come back with any operation and tag: its status tells.
    boolean damaged = header[3] == FrameStatus.BAD_CHECKSUM.ordinal();
    boolean same = header[1] == operation.code() && header[2] == (byte) tag;
    return right && (same || damaged) ? Optional.of(frame) : Optional.empty();
  }

  private static int[] words(ByteBuffer frame, int count) {
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      words[i] = frame.getInt(RESPONSE_HEADER + 4 * i);
    }
    return words;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
