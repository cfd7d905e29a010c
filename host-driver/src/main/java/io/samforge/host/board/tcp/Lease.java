package io.samforge.host.board.tcp;

/** Lends a board to one client at a time; its connections share a session. */
final class Lease {
  private long session;
  private long number;
  private int connections;

  /**
   * Adds a connection of a session.
   *
   * @return the number of the lease, which is another one when somebody else had the board
   *     meanwhile; -1 when somebody else has it
   */
  synchronized long enter(long client) {
    if (connections > 0 && client != session) {
      return -1;
    }
    if (client != session) {
      session = client;
      number++;
    }
    connections++;
    return number;
  }

  /** Takes a connection away. */
  synchronized void leave() {
    connections--;
  }
}
