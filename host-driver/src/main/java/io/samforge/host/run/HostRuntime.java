package io.samforge.host.run;

/** Computes the host parts of a model. */
interface HostRuntime {
  /**
   * Loads a part.
   *
   * @param name what messages call it
   * @param onnx a serialised ONNX model
   * @throws io.samforge.arch.UserError when it is no model that can be run
   */
  HostPart part(String name, byte[] onnx);

  /** Returns a copy of a tensor in the memory of the runtime. */
  HostTensor tensor(FloatTensor value);
}
