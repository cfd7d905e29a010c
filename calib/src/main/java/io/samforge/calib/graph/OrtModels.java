package io.samforge.calib.graph;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import io.samforge.arch.UserError;
import io.samforge.calib.onnx.ElementType;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks ONNX Runtime about models without running them.
 *
 * @param folder where the models are
 * @param source what error messages call the model
 */
record OrtModels(ModelFolder folder, String source) {
  private static final String TYPE_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

  /** Types of all tensors that nodes of the main graph make, as far as they are known. */
  Map<String, TensorType> types(String name, ModelProto model) {
    ModelProto.Builder open = model.toBuilder();
    Set<String> outputs = new HashSet<>();
    model.getGraph().getOutputList().forEach(output -> outputs.add(output.getName()));
    for (NodeProto node : model.getGraph().getNodeList()) {
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && outputs.add(output)) {
          open.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName(output));
        }
      }
    }
    Path file = folder.write(name, open.build());
    Map<String, TensorType> types = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = options(OptLevel.NO_OPT);
        OrtSession session =
            OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
      for (Map<String, NodeInfo> side : List.of(session.getInputInfo(), session.getOutputInfo())) {
        side.forEach((tensor, info) -> put(types, tensor, info));
      }
    } catch (OrtException e) {
      throw refusal(e);
    }
    return types;
  }

  private static void put(Map<String, TensorType> types, String tensor, NodeInfo node) {
    if (node.getInfo() instanceof TensorInfo info) {
      List<Long> shape = Arrays.stream(info.getShape()).boxed().toList();
      Arrays.stream(ElementType.values())
          .filter(type -> info.onnxType.name().equals(TYPE_PREFIX + type))
          .forEach(type -> types.put(tensor, new TensorType(type, shape)));
    }
  }

  /**
   * Folds constants and the arithmetic of shapes, removes what has no effect and joins products
   * with the additions behind them.
   *
   * @param to file name of the result; its large constants are next to it
   */
  Path optimise(Path from, String to) {
    try (OrtSession.SessionOptions options = options(OptLevel.BASIC_OPT)) {
      options.setOptimizedModelFilePath(folder.path(to).toString());
      options.addConfigEntry(
          "session.optimized_model_external_initializers_file_name", to + ".data");
      options.addConfigEntry(
          "session.optimized_model_external_initializers_min_size_in_bytes",
          Integer.toString(ModelFolder.SMALL));
      OrtEnvironment.getEnvironment().createSession(from.toString(), options).close();
    } catch (OrtException e) {
      throw refusal(e);
    }
    return folder.path(to);
  }

  private static OrtSession.SessionOptions options(OptLevel level) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setOptimizationLevel(level);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setIntraOpNumThreads(1);
    return options;
  }

  private UserError refusal(OrtException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason");
    return new UserError("ONNX Runtime refuses %s: %s".formatted(source, reason), e);
  }
}
