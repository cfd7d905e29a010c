package io.samforge.calib.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.StringStringEntryProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
  @TempDir private Path folder;

  private Path write(ModelProto model) throws IOException {
    return Files.write(folder.resolve("m.onnx"), model.toByteArray());
  }

  private static SmallGraph product() {
    return new SmallGraph().input("x", 2, 3).output("y").node("MatMul", "", "y", "x", "w");
  }

  private void refuses(SmallGraph graph, String message) throws IOException {
    Path file = write(graph.model());
    assertThatThrownBy(() -> new OnnxFile(file).read())
        .isInstanceOf(UserError.class)
        .hasMessage(message.replace("FOLDER", folder.toString()));
  }

  /** Weights w of 3 x 1, stored elsewhere; the length is left out if it is negative. */
  private static TensorProto elsewhere(String location, long offset, long length) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName("w").setDataType(1).addDims(3).addDims(1);
    tensor.setDataLocation(1).addExternalData(entry("location", location));
    tensor.addExternalData(entry("offset", Long.toString(offset)));
    if (length >= 0) {
      tensor.addExternalData(entry("length", Long.toString(length)));
    }
    return tensor.build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private void writeFloats(Path file, float... values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes.array());
  }

  @Test
  void readsTensorsFromFilesNextToTheModel() throws IOException {
    writeFloats(folder.resolve("data/weights.bin"), 9, 1, 2, 3, 9);
    for (long length : new long[] {12, -1}) {
      SmallGraph graph = product().initializer(elsewhere("data/weights.bin", 4, length));
      OnnxGraph read = new OnnxGraph(new OnnxFile(write(graph.model())).read(), "m.onnx");
      assertThat(read.constant("w").values()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aFileOfATensorMustBeThereAndInside() throws IOException {
    refuses(
        product().initializer(elsewhere("w.bin", 0, 12)),
        "the tensor w of m.onnx is stored in FOLDER/w.bin, which is missing");
    for (String outside : List.of("../w.bin", "a/../../w.bin", "/w.bin", "")) {
      refuses(
          product().initializer(elsewhere(outside, 0, 12)),
          "the tensor w of m.onnx is stored in '%s', which is not inside the model's folder"
              .formatted(outside));
    }
    Path elsewhere = Files.createTempFile("weights", ".bin");
    try {
      Files.createSymbolicLink(folder.resolve("link.bin"), elsewhere);
      refuses(
          product().initializer(elsewhere("link.bin", 0, 12)),
          "the tensor w of m.onnx is stored in 'link.bin', which leads out of the model's folder");
    } finally {
      Files.delete(elsewhere);
    }
  }

  @Test
  void aFileOfATensorMustBeLongEnough() throws IOException {
    writeFloats(folder.resolve("w.bin"), 1, 2, 3);
    refuses(
        product().initializer(elsewhere("w.bin", 4, 12)),
        "the tensor w of m.onnx wants bytes 4 to 16 of FOLDER/w.bin, which has 12");
    refuses(
        product().initializer(elsewhere("w.bin", -4, 12)),
        "the tensor w of m.onnx wants bytes -4 to 8 of FOLDER/w.bin, which has 12");
    refuses(
        product().initializer(elsewhere("w.bin", 0, 8)),
        "the tensor w of m.onnx has 8 bytes in FOLDER/w.bin where its shape asks for 12");
  }

  @Test
  void valuesMustBeFinite() throws IOException {
    refuses(
        product().initializer("w", List.of(3L, 1L), 1, Float.NaN, 2),
        "the tensor w of m.onnx has the value NaN at index 1");
    refuses(
        product().typedInitializer("w", List.of(3L, 1L), 1, 2, Float.NEGATIVE_INFINITY),
        "the tensor w of m.onnx has the value -Infinity at index 2");
    TensorProto half =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(10)
            .addDims(3)
            .setRawData(ByteString.copyFrom(new byte[] {0, 0x3c, 0, 0x7c, 0, 0x3c}))
            .build();
    refuses(
        product().initializer(half), "the tensor w of m.onnx has the value Infinity at index 1");
    refuses(
        product().initializer("w", List.of(3L, 1L), 1, 1, 1).constant("c", Float.NaN),
        "the tensor  of m.onnx has the value NaN at index 0");
    Path masked =
        write(
            product()
                .initializer("w", List.of(3L, 1L), 1, 1, 1)
                .constant("c", Float.NEGATIVE_INFINITY)
                .model());
    assertThat(new OnnxFile(masked).read().getGraph().getNodeCount()).isEqualTo(2);
  }

  @Test
  void aShapeMustFitTheData() throws IOException {
    refuses(
        product().initializer("w", List.of(4L, 1L), 1, 2, 3),
        "the tensor w of m.onnx has 12 bytes of data where its shape asks for 16");
    refuses(
        product().initializer("w", List.of(-3L, -1L), 1, 2, 3),
        "the tensor w of m.onnx has the shape [-3, -1]");
    refuses(
        product().initializer("w", List.of(1L << 40, 1L << 40), 1, 2, 3),
        "the tensor w of m.onnx has more elements than can be counted");
    refuses(
        product().initializer("w", List.of(1L << 40, 1L), 1, 2, 3),
        "the tensor w of m.onnx has 1099511627776 elements, more than 2 GiB");
  }

  /** ONNX Runtime 1.22 divides by these when it infers shapes or folds constants. */
  @Test
  void operatorsThatWouldEndTheProcessAreRefused() throws IOException {
    for (String name : List.of("strides", "dilations", "kernel_shape")) {
      SmallGraph graph = new SmallGraph().input("x", 1, 1, 8, 8).output("y");
      graph.initializer("w", List.of(1L, 1L, 1L, 1L), 1);
      graph.node("Conv", "y", List.of("x", "w"), SmallGraph.integers(name, List.of(1L, 0L)));
      refuses(graph, "the operator /y/Conv of m.onnx has " + name + " [1, 0]; allowed: at least 1");
    }
    SmallGraph groups = new SmallGraph().input("x", 1, 1, 8, 8).output("y");
    groups.node("DepthToSpace", "y", List.of("x"), SmallGraph.integer("blocksize", -2));
    refuses(
        groups, "the operator /y/DepthToSpace of m.onnx has blocksize [-2]; allowed: at least 1");
    for (String division : List.of("Div", "Mod")) {
      SmallGraph zero = product().integers("a", 4).integers("b", 2, 0);
      refuses(zero.node(division, "", "c", "a", "b"), "the operator c of m.onnx has the divisor 0");
      SmallGraph smallest = product().integers("a", Long.MIN_VALUE).integers("b", -1);
      refuses(
          smallest.node(division, "q", "c", "a", "b"),
          "the operator q of m.onnx has a quotient that is no integer of its type");
    }
    TensorProto raw =
        TensorProto.newBuilder()
            .setName("b")
            .setDataType(6)
            .addDims(1)
            .setRawData(ByteString.copyFrom(new byte[4]))
            .build();
    refuses(
        product().initializer(raw).node("Div", "", "c", "x", "b"),
        "the operator c of m.onnx has the divisor 0");
    SmallGraph sound = product().integers("a", 4, Long.MIN_VALUE).integers("b", 2, 1);
    sound.node("Div", "", "c", "a", "b").initializer("w", List.of(3L, 1L), 1, 2, 3);
    assertThat(new OnnxFile(write(sound.model())).read().getGraph().getNodeCount()).isEqualTo(2);
  }

  @Test
  void operatorsInsideOfOthersAreCheckedToo() throws IOException {
    AttributeProto.Builder branch = AttributeProto.newBuilder().setName("then_branch").setType(5);
    branch
        .getGBuilder()
        .addNode(product().node("Div", "", "c", "x", "b").model().getGraph().getNode(1));
    SmallGraph graph = product().integers("b", 0).initializer("w", List.of(3L, 1L), 1, 2, 3);
    graph.node("If", "z", List.of("x"), branch.build());
    refuses(graph, "the operator c of m.onnx has the divisor 0");
  }

  @Test
  void sparseTensorsAreRefused() throws IOException {
    UnknownFieldSet sparse =
        UnknownFieldSet.newBuilder()
            .addField(
                15, UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.EMPTY).build())
            .build();
    ModelProto.Builder model = product().model().toBuilder();
    model.getGraphBuilder().setUnknownFields(sparse);
    Path file = write(model.build());
    assertThatThrownBy(() -> new OnnxFile(file).read())
        .isInstanceOf(UserError.class)
        .hasMessage("m.onnx has sparse tensors, which are not supported");
  }

  @Test
  void truncatedFilesAndOthers() throws IOException {
    byte[] whole = product().initializer("w", List.of(3L, 1L), 1, 2, 3).model().toByteArray();
    Path file = folder.resolve("m.onnx");
    for (int length = 1; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try {
        // A cut between two fields of the outermost message leaves a sound, shorter message.
        ModelProto shorter = new OnnxFile(file).read();
        assertThat(shorter.getGraph()).isEqualTo(ModelProto.parseFrom(whole).getGraph());
      } catch (UserError e) {
        assertThat(e.getMessage()).contains("m.onnx").doesNotContain("\n");
      }
    }
  }
}
