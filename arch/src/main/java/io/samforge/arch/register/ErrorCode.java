package io.samforge.arch.register;

/** The reasons for which the hardware stops a program; the code stands in STATUS.ERROR_CODE. */
public enum ErrorCode {
  CONFIG_HASH(1, "a descriptor carries the hash of another configuration"),
  CHECKSUM(2, "a descriptor's checksum is wrong"),
  OPCODE(3, "a descriptor's opcode is unknown"),
  KIND(4, "a descriptor's operand or output kind is unknown"),
  AXI_READ(5, "a read was answered with an error"),
  AXI_WRITE(6, "a write was answered with an error");

  private final int code;
  private final String description;

  ErrorCode(int code, String description) {
    this.code = code;
    this.description = description;
  }

  /** Returns the number in the status register. */
  public int code() {
    return code;
  }

  /** Returns what happened, as a clause. */
  public String description() {
    return description;
  }

  /**
   * Returns the error of a number.
   *
   * @throws IllegalArgumentException when no error has that number
   */
  public static ErrorCode of(int code) {
    for (ErrorCode error : values()) {
      if (error.code == code) {
        return error;
      }
    }
    throw new IllegalArgumentException("no error has the code " + code);
  }
}
