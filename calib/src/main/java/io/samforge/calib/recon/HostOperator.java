package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Computes one operator of ONNX on tensors of PyTorch, so that gradients pass through it. */
@FunctionalInterface
interface HostOperator {
  /**
   * Computes the outputs of a node.
   *
   * @param node attributes of the node
   * @param inputs its inputs in order; null for an optional one that is absent
   * @throws IllegalArgumentException when the node uses a form of the operator that is not
   *     supported
   */
  List<NDArray> apply(HostNode node, List<NDArray> inputs);
}
