package io.samforge.calib.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The executor with real host parts. */
class HostPartsTest {
  private static final int INT64 = 7;

  private static StagedGraph graph(List<Long> input, List<Long> output, ModelStep... steps) {
    return new StagedGraph(
        "small",
        List.of(new TensorShape("x", input)),
        List.of(new TensorShape("y", output)),
        List.of(steps));
  }

  private static HostStep host(String name, List<String> inputs, String... outputs) {
    return new HostStep(name, inputs, List.of(outputs));
  }

  private static FloatTensor run(
      StagedGraph graph, Map<String, byte[]> parts, FloatTensor x, int times) {
    try (FloatEngine engine = new FloatEngine(Map.of());
        GraphExecutor executor = new GraphExecutor(graph, parts, engine, StepListener.NONE)) {
      FloatTensor y = null;
      for (int i = 0; i < times; i++) {
        y = executor.run(Map.of("x", x)).get("y");
      }
      return y;
    }
  }

  /** Parts that only rename or reshape must not hand on the memory of an input that is dead. */
  @Test
  void outputsDoNotShareTheMemoryOfTheirInputs() {
    byte[] identity = new OnnxBuilder().input("x").node("Identity", List.of("x"), "a").model("a");
    byte[] reshape =
        new OnnxBuilder()
            .input("a")
            .constant("shape", 2, 3)
            .node("Reshape", List.of("a", "shape"), "b")
            .model("b");
    byte[] twice = new OnnxBuilder().input("x").node("Add", List.of("x", "x"), "c").model("c");
    byte[] sum =
        new OnnxBuilder()
            .input("b")
            .input("c")
            .constant("shape", 2, 3)
            .node("Reshape", List.of("c", "shape"), "d")
            .node("Sub", List.of("d", "b"), "y")
            .model("y");
    StagedGraph graph =
        graph(
            List.of(6L),
            List.of(2L, 3L),
            host("identity", List.of("x"), "a"),
            host("reshape", List.of("a"), "b"),
            host("twice", List.of("x"), "c"),
            host("sum", List.of("b", "c"), "y"));
    FloatTensor x = new FloatTensor(List.of(6L), new float[] {1, 2, 3, 4, 5, 6});
    Map<String, byte[]> parts =
        Map.of("identity", identity, "reshape", reshape, "twice", twice, "sum", sum);
    FloatTensor y = run(graph, parts, x, 5);
    assertThat(y.shape()).containsExactly(2L, 3L);
    assertThat(y.data()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void integersPassBetweenHostStepsOnly() throws InvalidProtocolBufferException {
    byte[] shape =
        integers(new OnnxBuilder().input("x").node("Shape", List.of("x"), "s").model("s"), true);
    byte[] fill =
        integers(
            new OnnxBuilder().input("s").node("ConstantOfShape", List.of("s"), "y").model("y"),
            false);
    FloatTensor x = new FloatTensor(List.of(2L, 2L), new float[4]);
    StagedGraph graph =
        graph(
            List.of(2L, 2L),
            List.of(2L, 2L),
            host("shape", List.of("x"), "s"),
            host("fill", List.of("s"), "y"));
    FloatTensor y = run(graph, Map.of("shape", shape, "fill", fill), x, 1);
    assertThat(y.shape()).containsExactly(2L, 2L);
    MatrixView view = new MatrixView.Rows(List.of(2L, 2L));
    StagedGraph wrong =
        graph(
            List.of(2L, 2L),
            List.of(2L, 2L),
            host("shape", List.of("x"), "s"),
            RandomModel.linear("fc", "s", view, "y", view, ActivationFunction.IDENTITY));
    assertThatThrownBy(() -> run(wrong, Map.of("shape", shape), x, 1))
        .isInstanceOf(UserError.class)
        .hasMessage("step fc: the tensor s is a tensor of INT64; allowed: FLOAT");
  }

  /** The same model with an output or an input of integers. */
  private static byte[] integers(byte[] model, boolean output)
      throws InvalidProtocolBufferException {
    ModelProto.Builder builder = ModelProto.parseFrom(model).toBuilder();
    (output
            ? builder.getGraphBuilder().getOutputBuilder(0)
            : builder.getGraphBuilder().getInputBuilder(0))
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(INT64);
    return builder.build().toByteArray();
  }

  @Test
  void whatOnnxRuntimeRefusesIsOneLineWithTheStep() {
    StagedGraph graph = graph(List.of(2L), List.of(2L), host("norm", List.of("x"), "y"));
    FloatTensor x = new FloatTensor(List.of(2L), new float[2]);
    assertThatThrownBy(() -> run(graph, Map.of("norm", new byte[] {1, 2, 3}), x, 1))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("step norm: ONNX Runtime cannot run the host part: ");
    byte[] mismatched =
        new OnnxBuilder()
            .input("x")
            .constant("three", List.of(3L), new float[3])
            .node("Add", List.of("x", "three"), "y")
            .model("y");
    assertThatThrownBy(() -> run(graph, Map.of("norm", mismatched), x, 1))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("step norm: ONNX Runtime cannot run the host part: ")
        .hasMessageNotContaining("\n");
  }
}
