package io.samforge.arch.golden;

/** Hears how far a long computation has come; called from one thread at a time. */
@FunctionalInterface
public interface Progress {
  /** A listener that does nothing. */
  Progress NONE = (done, total) -> {};

  /** Tells that some of all units of work are done. */
  void report(long done, long total);
}
