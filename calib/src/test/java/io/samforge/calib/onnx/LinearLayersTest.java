package io.samforge.calib.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearLayersTest {
  /** Two channels in, three out, followed by GELU spelled out, then a layer without bias. */
  static SmallGraph mlp(boolean biasFirst) {
    String[] sum = biasFirst ? new String[] {"bias", "product"} : new String[] {"product", "bias"};
    return new SmallGraph()
        .input("x")
        .output("z")
        .initializer("weights", List.of(2L, 3L), 1, 2, 3, 4, 5, 6)
        .typedInitializer("bias", List.of(3L), 0.5f, -0.5f, 0.25f)
        .initializer("weights2", List.of(3L, 1L), 1, -1, 2)
        .constant("root", (float) Math.sqrt(2))
        .constant("one", 1)
        .constant("half", 0.5f)
        .node("MatMul", "/m/fc1/MatMul", "product", "x", "weights")
        .node("Add", "/m/fc1/Add", "y", sum)
        .node("Div", "/m/act/Div", "a", "y", "root")
        .node("Erf", "/m/act/Erf", "b", "a")
        .node("Add", "/m/act/Add", "c", "b", "one")
        .node("Mul", "/m/act/Mul", "d", "y", "c")
        .node("Mul", "/m/act/Mul_1", "gelu", "d", "half")
        .node("MatMul", "/m/fc2/MatMul", "z", "gelu", "weights2");
  }

  @Test
  void findsWeightsBiasAndGeluInEitherOperandOrder() {
    for (boolean biasFirst : new boolean[] {false, true}) {
      LinearLayer layer = new LinearLayers(mlp(biasFirst).graph()).find("/m/fc1");
      assertThat(layer.name()).isEqualTo("m/fc1");
      assertThat(layer.input()).isEqualTo("x");
      assertThat(layer.output()).isEqualTo("y");
      assertThat(layer.weights().row(0)).containsExactly(1, 4);
      assertThat(layer.weights().row(2)).containsExactly(3, 6);
      assertThat(layer.bias()).containsExactly(0.5f, -0.5f, 0.25f);
      assertThat(layer.activation()).isEqualTo(new Activation.Gelu("gelu"));
    }
  }

  @Test
  void aLayerWithoutBiasHasZeros() {
    LinearLayer layer = new LinearLayers(mlp(true).graph()).find("m/fc2");
    assertThat(layer.output()).isEqualTo("z");
    assertThat(layer.bias()).containsExactly(0);
    assertThat(layer.inputs()).isEqualTo(3);
    assertThat(layer.outputs()).isEqualTo(1);
    assertThat(layer.activation()).isEqualTo(new Activation.None());
  }

  @Test
  void somethingThatOnlyLooksLikeGeluIsNone() {
    OnnxGraph graph =
        new SmallGraph()
            .input("x")
            .output("e")
            .initializer("weights", List.of(1L, 1L), 1)
            .constant("two", 2)
            .constant("one", 1)
            .constant("half", 0.5f)
            .node("MatMul", "/fc/MatMul", "y", "x", "weights")
            .node("Div", "", "a", "y", "two")
            .node("Erf", "", "b", "a")
            .node("Add", "", "c", "b", "one")
            .node("Mul", "", "d", "y", "c")
            .node("Mul", "", "e", "d", "half")
            .graph();
    assertThat(new LinearLayers(graph).find("fc").activation()).isEqualTo(new Activation.None());
  }

  @Test
  void findsGemmAndRelu() {
    OnnxGraph graph =
        new SmallGraph()
            .input("x")
            .output("r")
            .initializer("weights", List.of(3L, 2L), 1, 2, 3, 4, 5, 6)
            .initializer("bias", List.of(3L), 7, 8, 9)
            .gemm("/fc/Gemm", "y", 1, 1, "x", "weights", "bias")
            .node("Relu", "/relu", "r", "y")
            .graph();
    LinearLayer layer = new LinearLayers(graph).find("fc");
    assertThat(layer.weights().row(1)).containsExactly(3, 4);
    assertThat(layer.bias()).containsExactly(7, 8, 9);
    assertThat(layer.activation()).isEqualTo(new Activation.Relu("r"));
  }

  @Test
  void refusesAScaledGemm() {
    OnnxGraph graph =
        new SmallGraph()
            .input("x")
            .output("y")
            .initializer("weights", List.of(1L, 1L), 1)
            .gemm("/fc/Gemm", "y", 0, 2, "x", "weights")
            .graph();
    assertThatThrownBy(() -> new LinearLayers(graph).find("fc"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("layer fc is a Gemm with alpha");
  }

  @Test
  void anUnknownNameListsTheCandidates() {
    assertThatThrownBy(() -> new LinearLayers(mlp(true).graph()).find("m/fc3"))
        .isInstanceOf(UserError.class)
        .hasMessage("no linear layer m/fc3 in small.onnx; candidates: m/fc1, m/fc2");
  }
}
