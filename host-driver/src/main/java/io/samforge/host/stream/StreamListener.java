package io.samforge.host.stream;

/** Hears how far a stream is; called by several threads. */
@FunctionalInterface
public interface StreamListener {
  /**
   * The stream begins, or a picture is left out because it was finished before.
   *
   * @param done finished pictures
   * @param total all pictures of this run, as far as is known
   */
  default void counted(int done, int total) {}

  /**
   * A picture is finished and its results are written.
   *
   * @param result its line
   * @param done finished pictures
   * @param total all pictures of this run
   */
  void finished(ImageResult result, int done, int total);
}
