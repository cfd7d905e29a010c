package io.samforge.host.board.tcp;

/**
 * What a server allows.
 *
 * @param connections most connections at a time; each needs at most about 3 MiB of memory
 * @param helloMillis time in which a connection has to prove its token
 * @param idleMillis time after which a silent connection is closed
 */
public record ServerLimits(int connections, int helloMillis, int idleMillis) {
  /** Eight connections, five seconds, five minutes. */
  public static final ServerLimits STANDARD = new ServerLimits(8, 5_000, 300_000);
}
