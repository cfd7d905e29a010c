package io.samforge.host.board.tcp;

import java.util.Optional;

/**
 * What a frame is. Requests come from the client; a reply has the sequence number of its request.
 */
enum Opcode {
  /** Server, first frame: 32 random bytes. */
  CHALLENGE(1),
  /** Request: session (8), proof of the token (32). Reply: incarnation, lease, configuration. */
  HELLO(2),
  /** Request: address (8), bytes. */
  WRITE(3),
  /** Request: address (8), length (4). Reply: bytes. */
  READ(4),
  /** Request: address (8), length (4). Reply: CRC-32C (4). */
  CHECKSUM(5),
  /** Request: offset (4), value (4). */
  WRITE_REGISTER(6),
  /** Request: offset (4), count (4). Reply: values. */
  READ_REGISTERS(7),
  /** Request: cycles (8). Reply: raised (1), cycles (8). */
  WAIT(8),
  /** Request: nothing. */
  RESET(9),
  /** Reply to a request that was done. */
  DONE(16),
  /** Reply to a request that was not: kind (1), message in UTF-8. */
  ERROR(17);

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Optional<Opcode> of(int code) {
    for (Opcode opcode : values()) {
      if (opcode.code == code) {
        return Optional.of(opcode);
      }
    }
    return Optional.empty();
  }
}
