package io.samforge.host;

/**
 * Something went wrong on the way to a board or on it, and doing the same again may help: nothing
 * that the failed call delivered has been used.
 */
public class BoardFault extends DeviceException {
  private static final long serialVersionUID = 1L;

  /** What went wrong; decides how much has to be done again. */
  public enum Kind {
    /** Bytes or a register value arrived changed; the transfer is done again. */
    CORRUPTED,
    /** No answer or no interrupt in time; the board is reset and the unit runs again. */
    TIMEOUT,
    /** The accelerator reports an error or a state that its program cannot have left behind. */
    STATUS,
    /** The connection broke; the next call makes a new one. */
    DISCONNECTED,
    /** The board behind the connection is another one than before, or was used by others. */
    RESTARTED
  }

  private final Kind kind;

  /** Creates the fault with a message for the user. */
  public BoardFault(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns what went wrong. */
  public Kind kind() {
    return kind;
  }
}
