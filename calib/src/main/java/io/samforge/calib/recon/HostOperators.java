package io.samforge.calib.recon;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The operators of ONNX that units may contain, by their names. */
final class HostOperators {
  private final Map<String, HostOperator> operators = new HashMap<>();

  /** Collects the operators. */
  HostOperators() {
    operators.putAll(ArithmeticOperators.all());
    operators.putAll(ShapeOperators.all());
    operators.putAll(SelectionOperators.all());
    operators.putAll(ProductOperators.all());
  }

  /** Returns an operator, if it is known. */
  Optional<HostOperator> find(String name) {
    return Optional.ofNullable(operators.get(name));
  }
}
