package io.samforge.calib.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorProbeTest {
  @Test
  void readsTensorsFromTheInside() {
    OnnxGraph graph = LinearLayersTest.mlp(true).graph();
    Map<String, OnnxTensorData> values =
        new TensorProbe(graph)
            .run("x", new float[] {1, 0, 0, -1}, new long[] {1, 2, 2}, List.of("gelu", "y"));
    assertThat(values.keySet()).containsExactly("gelu", "y");
    assertThat(values.get("y").shape()).containsExactly(1, 2, 3);
    assertThat(values.get("y").values()).containsExactly(1.5f, 1.5f, 3.25f, -3.5f, -5.5f, -5.75f);
    assertThat(values.get("y").asMatrix().rows()).isEqualTo(2);
    // GELU(1.5) from the tables of the normal distribution: 1.5 * 0.9331928.
    assertThat(values.get("gelu").values()[0]).isCloseTo(1.3997892f, within(1e-5f));
  }

  @Test
  void theCutKeepsOnlyWhatIsNeeded() throws Exception {
    ModelProto cut =
        ModelProto.parseFrom(LinearLayersTest.mlp(true).graph().cut(List.of("product")));
    assertThat(cut.getGraph().getNodeList())
        .extracting(NodeProto::getOpType)
        .containsOnly("MatMul");
    assertThat(cut.getGraph().getInitializerCount()).isEqualTo(1);
    assertThat(cut.getGraph().getOutput(0).getName()).isEqualTo("product");
  }

  @Test
  void fieldsThatAreNotDeclaredSurvive(@TempDir Path folder) throws Exception {
    // Field 2 of the model is its producer, which the declared messages leave out.
    byte[] known = LinearLayersTest.mlp(true).model().toByteArray();
    byte[] producer = {0x12, 2, 'm', 'e'};
    byte[] both = new byte[known.length + producer.length];
    System.arraycopy(known, 0, both, 0, known.length);
    System.arraycopy(producer, 0, both, known.length, producer.length);
    Path file = folder.resolve("m.onnx");
    Files.write(file, both);
    ModelProto cut = ModelProto.parseFrom(OnnxGraph.read(file).cut(List.of("z")));
    assertThat(cut.getUnknownFields().getField(2).getLengthDelimitedList().get(0).toStringUtf8())
        .isEqualTo("me");
  }

  @Test
  void namesATensorThatNobodyMakes() {
    OnnxGraph graph = LinearLayersTest.mlp(true).graph();
    assertThatThrownBy(
            () ->
                new TensorProbe(graph)
                    .run("x", new float[2], new long[] {1, 2}, List.of("nothing")))
        .isInstanceOf(UserError.class)
        .hasMessage("no node of the ONNX model small.onnx makes nothing");
  }

  @Test
  void anInputOfTheWrongShapeIsOneLine() {
    OnnxGraph graph = LinearLayersTest.mlp(true).graph();
    assertThatThrownBy(
            () -> new TensorProbe(graph).run("x", new float[3], new long[] {1, 3}, List.of("y")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("ONNX Runtime cannot run small.onnx")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void filesThatAreNoModels(@TempDir Path folder) throws Exception {
    Path text = folder.resolve("text.onnx");
    Files.writeString(text, "this is not a model");
    assertThatThrownBy(() -> OnnxGraph.read(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("text.onnx is not an ONNX model");
    Path empty = folder.resolve("empty.onnx");
    Files.write(empty, new byte[0]);
    assertThatThrownBy(() -> OnnxGraph.read(empty))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has no nodes");
    assertThatThrownBy(() -> OnnxGraph.read(folder.resolve("missing.onnx")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot read the ONNX model");
  }
}
