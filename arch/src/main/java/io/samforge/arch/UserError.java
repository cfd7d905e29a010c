package io.samforge.arch;

/**
 * A mistake that a user can repair, told in one line.
 *
 * <p>The message names what is wrong (file, field, value) and what is allowed. Command-line
 * programs print it as it is on the standard error stream and exit with status 2.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an error whose message is one line for the user. */
  public UserError(String message) {
    super(oneLine(message));
  }

  /** Makes an error whose message is one line for the user, with its technical cause. */
  public UserError(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
  }
}
