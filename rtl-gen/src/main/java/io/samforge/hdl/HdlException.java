package io.samforge.hdl;

/**
 * Reports an error in a hardware description, such as a width mismatch, with the Java source line
 * that caused it.
 */
public final class HdlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the error and appends the caller's source line to the message.
   *
   * @param message what is wrong and what is expected
   */
  HdlException(String message) {
    this(message, SourceLine.ofCaller());
  }

  /**
   * Creates an error whose source line is already known.
   *
   * @param message what is wrong and what is expected
   * @param where {@code File.java:line}
   */
  HdlException(String message, String where) {
    super(message + " (at " + where + ")");
  }
}
