package io.samforge.host.run;

import io.samforge.arch.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A host runtime that counts what is open. The text of a part says what it does: {@code sum} adds
 * all elements of all inputs to every element of the first; {@code matrices} adds twice the last
 * input to the first and takes any number of products; {@code fail} fails.
 */
final class CountingRuntime implements HostRuntime {
  int openTensors;
  int mostTensors;
  int openParts;
  int loadedParts;
  int copies;

  @Override
  public HostPart part(String name, byte[] onnx) {
    openParts++;
    loadedParts++;
    String what = new String(onnx, StandardCharsets.UTF_8);
    return new HostPart() {
      @Override
      public List<HostTensor> run(
          List<String> inputNames, List<HostTensor> inputs, List<String> outputNames) {
        if (what.equals("fail")) {
          throw new UserError("it fails");
        }
        List<HostTensor> outputs = new ArrayList<>();
        for (int i = 0; i < outputNames.size(); i++) {
          outputs.add(new Counted(what.equals("matrices") ? twice(inputs) : sum(inputs, i)));
        }
        return outputs;
      }

      @Override
      public boolean takesAnyProducts() {
        return what.equals("matrices");
      }

      @Override
      public void close() {
        openParts--;
      }
    };
  }

  private static FloatTensor twice(List<HostTensor> inputs) {
    FloatTensor first = inputs.get(0).floats();
    float[] data = first.data().clone();
    int last = inputs.size() - 1;
    for (int i = 0; i < data.length; i++) {
      data[i] += 2 * inputs.get(last).floats().data()[i];
    }
    return new FloatTensor(first.shape(), data);
  }

  private static FloatTensor sum(List<HostTensor> inputs, int outputNumber) {
    float sum = outputNumber;
    for (HostTensor input : inputs) {
      for (float value : input.floats().data()) {
        sum += value;
      }
    }
    FloatTensor first = inputs.get(0).floats();
    float[] data = first.data().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] += sum;
    }
    return new FloatTensor(first.shape(), data);
  }

  @Override
  public HostTensor tensor(FloatTensor value) {
    copies++;
    return new Counted(value);
  }

  /** A tensor that must be closed exactly once and not read afterwards. */
  private final class Counted implements HostTensor {
    private final FloatTensor value;
    private boolean closed;

    Counted(FloatTensor value) {
      this.value = value;
      mostTensors = Math.max(mostTensors, ++openTensors);
    }

    @Override
    public FloatTensor floats() {
      if (closed) {
        throw new IllegalStateException("read after it was freed");
      }
      return value;
    }

    @Override
    public void close() {
      if (closed) {
        throw new IllegalStateException("freed twice");
      }
      closed = true;
      openTensors--;
    }
  }
}
