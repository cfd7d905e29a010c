package io.samforge.host.stream;

/**
 * What is done about faults.
 *
 * @param attempts most attempts for a unit before the run is given up
 * @param verify whether every transfer is checked (see {@link
 *     io.samforge.host.board.VerifiedBoard}); without it only the board's own checks count
 */
public record RetryPolicy(int attempts, boolean verify) {
  /** Ten attempts, everything checked. */
  public static final RetryPolicy STANDARD = new RetryPolicy(10, true);

  /** Refuses less than one attempt. */
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: " + attempts);
    }
  }
}
