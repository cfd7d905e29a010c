package io.samforge.host.run;

/** A tensor in the memory of a {@link HostRuntime}, of any element type. */
interface HostTensor extends AutoCloseable {
  /**
   * Returns a copy of the elements.
   *
   * @throws io.samforge.arch.UserError when they are not floats
   */
  FloatTensor floats();

  /** Frees the memory. */
  @Override
  void close();
}
