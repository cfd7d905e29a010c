package io.samforge.host.run;

import io.samforge.arch.golden.CodeEnds;

/** Hears which codes the accelerator reads: those that the host makes, and its own. */
@FunctionalInterface
public interface CodeListener {
  /** Hears nothing. */
  CodeListener NONE = (step, ends) -> {};

  /**
   * Hears of the codes of one side of a step; several times when it has several parts.
   *
   * @param step the step that reads them
   * @param ends what has been counted of them
   */
  void counted(String step, CodeEnds ends);
}
