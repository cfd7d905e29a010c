package io.samforge.host.uart;

/** A serial line: bytes out, bytes in, no framing. One thread at a time. */
public interface SerialLink extends AutoCloseable {
  /** Sends bytes. */
  void send(byte[] bytes);

  /**
   * Receives exactly {@code count} bytes, or fewer when no further byte comes within the link's own
   * deadline.
   */
  byte[] receive(int count);

  /** Waits until the other side has forgotten a broken frame, and drops all bytes that wait. */
  void drain();

  @Override
  void close();
}
