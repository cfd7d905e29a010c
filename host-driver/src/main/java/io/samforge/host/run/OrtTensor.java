package io.samforge.host.run;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import io.samforge.arch.UserError;
import java.util.Arrays;

/**
 * A tensor of ONNX Runtime.
 *
 * @param tensor the tensor
 * @param freed what happens when its memory is no longer used
 */
record OrtTensor(OnnxTensor tensor, Runnable freed) implements HostTensor {
  @Override
  public FloatTensor floats() {
    if (tensor.getInfo().type != OnnxJavaType.FLOAT) {
      throw new UserError("a tensor of %s; allowed: FLOAT".formatted(tensor.getInfo().type));
    }
    // The buffer is a fresh one on the heap that holds exactly the elements.
    float[] data = tensor.getFloatBuffer().array();
    return new FloatTensor(Arrays.stream(tensor.getInfo().getShape()).boxed().toList(), data);
  }

  @Override
  public void close() {
    tensor.close();
    freed.run();
  }
}
