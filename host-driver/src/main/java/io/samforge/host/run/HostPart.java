package io.samforge.host.run;

import java.util.List;

/** A graph that a {@link HostRuntime} can run. */
interface HostPart extends AutoCloseable {
  /**
   * Computes the outputs of the graph. The caller frees them; the inputs stay as they are.
   *
   * @param inputNames names in the graph
   * @param inputs their values
   * @param outputNames names in the graph
   * @return one tensor for each output name
   * @throws io.samforge.arch.UserError when the graph refuses its inputs
   */
  List<HostTensor> run(List<String> inputNames, List<HostTensor> inputs, List<String> outputNames);

  /**
   * Returns whether the graph takes any number of products and computes each by itself: the first
   * dimension of all its inputs and outputs is called {@value
   * io.samforge.arch.model.HostStep#PRODUCTS}.
   */
  boolean takesAnyProducts();

  /** Frees the graph. */
  @Override
  void close();
}
