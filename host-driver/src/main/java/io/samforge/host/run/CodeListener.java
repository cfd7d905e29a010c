package io.samforge.host.run;

import io.samforge.arch.golden.CodeEnds;

/** Hears which codes the accelerator reads: those that the host makes, and its own. */
@FunctionalInterface
public interface CodeListener {
  /** Hears nothing. */
  CodeListener NONE = (step, ends) -> {};

  /**
   * Hears of the codes of one side of a step that the host has made; several times when it has
   * several parts.
   *
   * @param step the step that reads them
   * @param ends what has been counted of them
   */
  void encoded(String step, CodeEnds ends);

  /**
   * Hears of codes that the accelerator has delivered for itself.
   *
   * @param step the step that reads them
   * @param ends what has been counted of them
   */
  default void delivered(String step, CodeEnds ends) {}
}
