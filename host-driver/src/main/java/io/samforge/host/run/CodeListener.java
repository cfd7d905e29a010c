package io.samforge.host.run;

/** Hears which codes the host makes for the accelerator. */
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
}
