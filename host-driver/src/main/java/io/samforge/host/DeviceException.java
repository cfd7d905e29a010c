package io.samforge.host;

/** A device that cannot go on. The message is one that a user can act on. */
public class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its message. */
  public DeviceException(String message) {
    super(message);
  }
}
