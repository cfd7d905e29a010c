package io.samforge.host.stream;

import io.samforge.host.BoardFault;

/** Hears of faults and of work that met none; called from several threads. */
public interface FaultListener {
  /** Hears nothing. */
  FaultListener NONE = fault -> {};

  /** A fault was seen and what met it will be done again. */
  void detected(BoardFault fault);

  /** The calling thread has the result of a unit and takes it for right. */
  default void accepted() {}
}
