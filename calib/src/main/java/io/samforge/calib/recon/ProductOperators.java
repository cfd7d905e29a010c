package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operators that multiply matrices or convolve. */
final class ProductOperators {
  private ProductOperators() {}

  /** Returns the operators by their names in ONNX. */
  static Map<String, HostOperator> all() {
    Map<String, HostOperator> operators = new HashMap<>();
    operators.put("MatMul", (node, in) -> List.of(in.get(0).matMul(in.get(1))));
    operators.put("Gemm", ProductOperators::gemm);
    operators.put("Conv", ProductOperators::convolution);
    return operators;
  }

  private static List<NDArray> gemm(HostNode node, List<NDArray> in) {
    NDArray left = node.integer("transA", 0) == 1 ? in.get(0).transpose() : in.get(0);
    NDArray right = node.integer("transB", 0) == 1 ? in.get(1).transpose() : in.get(1);
    NDArray product = left.matMul(right);
    float alpha = node.number("alpha", 1);
    if (alpha != 1) {
      product = product.mul(TorchEngine.factor(product.getManager(), alpha));
    }
    if (in.size() < 3 || in.get(2) == null) {
      return List.of(product);
    }
    float beta = node.number("beta", 1);
    NDArray factor = TorchEngine.factor(product.getManager(), beta);
    return List.of(product.add(beta == 1 ? in.get(2) : in.get(2).mul(factor)));
  }

  private static List<NDArray> convolution(HostNode node, List<NDArray> in) {
    NDArray x = in.get(0);
    int spatial = x.getShape().dimension() - 2;
    HostPart.require(node.text("auto_pad", "NOTSET").equals("NOTSET"), "Conv chooses its padding");
    List<Long> ones = Collections.nCopies(spatial, 1L);
    List<Long> pads = node.integers("pads", Collections.nCopies(2 * spatial, 0L));
    HostPart.require(
        pads.subList(0, spatial).equals(pads.subList(spatial, 2 * spatial)),
        "Conv pads its sides differently");
    NDArray bias = in.size() > 2 ? in.get(2) : null;
    return List.of(
        x.getNDArrayInternal()
            .convolution(
                x,
                in.get(1),
                bias,
                new Shape(node.integers("strides", ones)),
                new Shape(pads.subList(0, spatial)),
                new Shape(node.integers("dilations", ones)),
                node.integer("group", 1))
            .singletonOrThrow());
  }
}
