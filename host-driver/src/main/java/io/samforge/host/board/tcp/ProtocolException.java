package io.samforge.host.board.tcp;

import java.io.IOException;

/** Bytes that are no frame of the protocol. The connection is of no use any more. */
final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }
}
