package io.samforge.host.run;

import java.util.ArrayList;
import java.util.List;

/** A small ONNX graph as a function of float tensors. Not for several threads at once. */
public final class OnnxFunction implements AutoCloseable {
  private final HostRuntime runtime;
  private final HostPart part;
  private final List<String> inputs;
  private final String output;

  private OnnxFunction(HostRuntime runtime, HostPart part, List<String> inputs, String output) {
    this.runtime = runtime;
    this.part = part;
    this.inputs = inputs;
    this.output = output;
  }

  /** Makes functions that share their buffers. */
  public static final class Factory {
    private final HostRuntime runtime = new OrtRuntime();

    /**
     * Loads a graph.
     *
     * @param name what messages call it
     * @param onnx a serialised ONNX model
     * @param inputs names of its inputs
     * @param output the name of the output
     * @throws io.samforge.arch.UserError when ONNX Runtime refuses the graph
     */
    public OnnxFunction load(String name, byte[] onnx, List<String> inputs, String output) {
      return new OnnxFunction(runtime, runtime.part(name, onnx), List.copyOf(inputs), output);
    }
  }

  /**
   * Computes the output.
   *
   * @param values one for each input
   * @throws io.samforge.arch.UserError when ONNX Runtime refuses the values
   */
  public FloatTensor apply(FloatTensor... values) {
    List<HostTensor> tensors = new ArrayList<>();
    try {
      for (FloatTensor value : values) {
        tensors.add(runtime.tensor(value));
      }
      HostTensor result = part.run(inputs, tensors, List.of(output)).get(0);
      try {
        return result.floats();
      } finally {
        result.close();
      }
    } finally {
      tensors.forEach(HostTensor::close);
    }
  }

  @Override
  public void close() {
    part.close();
  }
}
