package io.samforge.calib.graph;

import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names steps after their operators: the path of the node without a leading slash, and for linear
 * steps without the operators at its end, so that {@code /a/fc1/MatMul} is {@code a/fc1}.
 */
final class StepNames {
  private static final List<String> LINEAR_ENDS =
      List.of("/MatMulAddFusion", "/Gemm", "/MatMul", "/Conv");

  private final Set<String> taken = new HashSet<>();

  /** A name for the step of {@code node} that no other step has. */
  String linear(NodeProto node) {
    String name = path(node);
    for (String end : LINEAR_ENDS) {
      if (name.endsWith(end)) {
        name = name.substring(0, name.length() - end.length());
      }
    }
    return unique(name);
  }

  /** A name for the step of {@code node} that no other step has. */
  String product(NodeProto node) {
    return unique(path(node));
  }

  /** The name of a node, or of its first output if it has none. */
  static String of(NodeProto node) {
    return node.getName().isEmpty() ? node.getOutput(0) : node.getName();
  }

  private static String path(NodeProto node) {
    String name = of(node);
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private String unique(String name) {
    String candidate = name;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = name + "#" + i;
    }
    return candidate;
  }
}
