package io.samforge.host.board;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;

/**
 * What is known of a board.
 *
 * @param url how it was opened
 * @param transport the way to it, in a few words
 * @param config the configuration that it was opened with
 * @param memoryBytes bytes of device memory; a small board has fewer than its configuration names
 */
public record BoardInfo(String url, String transport, AcceleratorConfig config, long memoryBytes) {
  /** Describes a board with all the memory of its configuration. */
  public BoardInfo(String url, String transport, AcceleratorConfig config) {
    this(url, transport, config, config.dramBytes());
  }

  /**
   * Refuses a range outside of the memory.
   *
   * @throws IllegalArgumentException naming the range
   */
  public void checkRange(long address, long length) {
    if (address < 0 || length < 0 || address > memoryBytes() - length) {
      throw new IllegalArgumentException(
          "%d bytes at %d lie outside of %d bytes of memory"
              .formatted(length, address, memoryBytes()));
    }
  }

  /**
   * Refuses an offset that is no register.
   *
   * @throws IllegalArgumentException naming the offset
   */
  public void checkRegister(int offset) {
    if (offset < 0 || offset >= BoardIdentity.REGISTER_BYTES || offset % 4 != 0) {
      throw new IllegalArgumentException("there is no register at 0x%x".formatted(offset));
    }
  }

  /** Returns this information with another address. */
  public BoardInfo at(String newUrl, String newTransport) {
    return new BoardInfo(newUrl, newTransport, config, memoryBytes);
  }

  /**
   * Reads what {@link #configText} wrote.
   *
   * @throws UserError when it is no configuration
   */
  public static BoardInfo parse(String url, String transport, String configText, long memoryBytes) {
    return new BoardInfo(url, transport, AcceleratorConfig.fromJson(configText, url), memoryBytes);
  }

  /** Returns the configuration as JSON. */
  public String configText() {
    return config.toJson();
  }

  @Override
  public String toString() {
    return url;
  }
}
