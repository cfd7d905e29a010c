package io.samforge.host.run;

import io.samforge.arch.golden.CodeEnds;

/** Hears which codes the accelerator reads: those that the host makes, and its own. */
@FunctionalInterface
public interface CodeListener {
  /** Hears nothing. */
  CodeListener NONE = (step, counts) -> {};

  /**
   * Hears of the codes of one side of a step; several times when it has several parts.
   *
   * @param step the step that reads them
   * @param counts how often every code occurs, [256]; must not be changed
   */
  void encoded(String step, long[] counts);

  /**
   * Hears of codes that the accelerator has delivered for itself.
   *
   * @param step the step that reads them
   * @param ends what has been counted of them
   */
  default void delivered(String step, CodeEnds ends) {}
}
