package io.samforge.host.run;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.samforge.arch.UserError;
import io.samforge.arch.model.HostStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A session of ONNX Runtime.
 *
 * @param name what messages call it
 * @param session the session, closed with the part
 */
record OrtPart(String name, OrtSession session) implements HostPart {
  @Override
  public List<HostTensor> run(
      List<String> inputNames, List<HostTensor> inputs, List<String> outputNames) {
    Map<String, OnnxTensor> feed = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      feed.put(inputNames.get(i), ((OrtTensor) inputs.get(i)).tensor());
    }
    try {
      // The result is not closed: its tensors are freed one by one by whoever gets them.
      return tensors(session.run(feed, new LinkedHashSet<>(outputNames)), outputNames);
    } catch (OrtException e) {
      throw OrtRuntime.refused(name, e);
    }
  }

  private List<HostTensor> tensors(OrtSession.Result result, List<String> outputNames) {
    List<HostTensor> tensors = new ArrayList<>();
    for (int i = 0; i < outputNames.size(); i++) {
      if (result.get(i) instanceof OnnxTensor tensor) {
        tensors.add(new OrtTensor(tensor, () -> {}));
      } else {
        result.close();
        throw new UserError("%s: the output %s is no tensor".formatted(name, outputNames.get(i)));
      }
    }
    return tensors;
  }

  @Override
  public boolean takesAnyProducts() {
    try {
      return Stream.of(session.getInputInfo(), session.getOutputInfo())
          .flatMap(side -> side.values().stream())
          .allMatch(node -> startsWithProducts(node.getInfo()));
    } catch (OrtException e) {
      throw OrtRuntime.refused(name, e);
    }
  }

  private static boolean startsWithProducts(ValueInfo value) {
    return value instanceof TensorInfo tensor
        && tensor.getDimensionNames().length > 0
        && tensor.getDimensionNames()[0].equals(HostStep.PRODUCTS);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw OrtRuntime.refused(name, e);
    }
  }
}
