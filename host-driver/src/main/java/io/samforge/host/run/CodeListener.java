package io.samforge.host.run;

/** Sees the codes that the host makes for the accelerator. */
@FunctionalInterface
public interface CodeListener {
  /** Sees nothing. */
  CodeListener NONE = (step, codes) -> {};

  /**
   * Sees the codes of one side of a step.
   *
   * @param step the step that reads them
   * @param codes unsigned codes, [tokens][channels]; must not be changed
   */
  void encoded(String step, byte[][] codes);
}
