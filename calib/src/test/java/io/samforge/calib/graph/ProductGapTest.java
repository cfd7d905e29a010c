package io.samforge.calib.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.samforge.arch.model.HostStep;
import io.samforge.calib.Seeds;
import io.samforge.calib.onnx.SmallGraph;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attention of four products of five tokens with different operators in the middle. */
class ProductGapTest {
  private static final double ROUNDING = 1e-5;

  /** A product has 100 results, a tensor with one number for each row has 20. */
  private static final GraphOptions SLICED = GraphOptions.encoder().withMostWhole(40);

  @TempDir private Path folder;
  private final Random random = Seeds.random("ProductGapTest", 83);

  /**
   * Reads an attention and compares what it computes with the file.
   *
   * @param middle makes {@code p} of {@code logits}, both [4][5][5]
   * @return the parts between products
   */
  private List<GraphProto> gaps(Consumer<Models> middle) throws InvalidProtocolBufferException {
    Models m = new Models(random);
    m.graph().input("x", 4, 5, 3).output("y").node("Sigmoid", "", "s", "x");
    m.linear("q", "s", 3, 3).linear("k", "s", 3, 3).linear("v", "s", 3, 3);
    m.linear("bias", "s", 3, 1).transpose("kt", "k", 0L, 2L, 1L);
    m.graph().node("MatMul", "qk", "logits", "q", "kt");
    middle.accept(m);
    m.graph().node("MatMul", "pv", "o", "p", "v").node("Sigmoid", "", "y", "o");
    Path file = Models.write(folder, m.graph());
    StagedModel model = GraphReader.read(file, SLICED);
    double difference =
        FloatComparison.difference(file, model, FloatComparison.randomInputs(model, random));
    assertThat(difference).isLessThan(ROUNDING);
    assertThat(model.graph().productSteps()).hasSize(2);
    List<GraphProto> gaps = new ArrayList<>();
    for (byte[] part : model.hostParts().values()) {
      GraphProto graph = ModelProto.parseFrom(part).getGraph();
      if (Stream.of(graph.getInputList(), graph.getOutputList())
          .flatMap(List::stream)
          .allMatch(ProductGapTest::takesAnyNumber)) {
        gaps.add(graph);
      }
    }
    return gaps;
  }

  private static boolean takesAnyNumber(ValueInfoProto value) {
    String name = value.getType().getTensorType().getShape().getDim(0).getDimParam();
    return name.equals(HostStep.PRODUCTS);
  }

  private static void softmax(Models m, String from, String to, long axis) {
    m.graph().node("Softmax", to, List.of(from), SmallGraph.integer("axis", axis));
  }

  @Test
  void findsScalesBiasesAndSoftmax() throws InvalidProtocolBufferException {
    List<GraphProto> found =
        gaps(
            m -> {
              m.graph().constant("scale", 0.5f).node("Mul", "", "scaled", "logits", "scale");
              m.random("shared", 5, 5).graph().node("Add", "", "a", "scaled", "shared");
              m.graph().node("Add", "", "b", "a", "bias");
              m.reshape("c", "b", 4, 5, 5, 1).reshape("d", "c", 4, 5, 5);
              softmax(m, "d", "p", 2);
            });
    assertThat(found).hasSize(1);
    assertThat(found.get(0).getNodeList())
        .extracting(NodeProto::getOpType)
        .contains("Mul", "Add", "Softmax")
        .doesNotContain("Sigmoid", "Transpose");
    assertThat(found.get(0).getInputList())
        .extracting(ValueInfoProto::getName)
        .containsExactlyInAnyOrder("logits", "bias");
  }

  /** A table with an entry for every score is made where it is needed. */
  @Test
  void takesTheMakersOfLargeTensorsAlong() throws InvalidProtocolBufferException {
    List<GraphProto> found =
        gaps(
            m -> {
              m.transpose("across", "bias", 0L, 2L, 1L);
              m.graph().node("Add", "", "table", "bias", "across");
              m.graph().node("Add", "", "a", "logits", "table");
              softmax(m, "a", "p", 2);
            });
    assertThat(found).hasSize(1);
    assertThat(found.get(0).getInputList())
        .extracting(ValueInfoProto::getName)
        .containsExactlyInAnyOrder("logits", "bias", "across");
  }

  @Test
  void leavesAloneWhatMixesMatricesOrIsReadElsewhere() throws InvalidProtocolBufferException {
    List<Consumer<Models>> mixed =
        List.of(
            m -> softmax(m, "logits", "p", 0),
            m -> {
              m.transpose("turned", "logits", 0L, 2L, 1L);
              softmax(m, "turned", "p", 2);
            },
            m -> {
              m.random("each", 4, 5, 5).graph().node("Add", "", "a", "logits", "each");
              softmax(m, "a", "p", 2);
            },
            m -> {
              m.reshape("joined", "logits", 2, 50, 1);
              m.graph().node("Sigmoid", "", "a", "joined");
              m.reshape("p", "a", 4, 5, 5);
            },
            m -> {
              // One constant stands for two shapes.
              m.graph().integers("same", 0, 0, -1).node("Reshape", "", "a", "logits", "same");
              m.random("shared", 5, 5).graph().node("Add", "", "b", "a", "shared");
              m.graph().constant("scale", 0.5f);
              m.reshape("c", "b", 4, 25, 1).graph().node("Mul", "", "cs", "c", "scale");
              m.graph().node("Reshape", "", "d", "cs", "same").node("Mul", "", "ds", "d", "scale");
              m.reshape("e", "ds", 4, 5, 5);
              softmax(m, "e", "p", 2);
            },
            m -> {
              m.graph().node("Sigmoid", "", "seen", "logits").output("seen");
              softmax(m, "seen", "p", 2);
            },
            m -> {
              softmax(m, "logits", "p", 2);
              m.graph().output("p");
            },
            m -> {
              softmax(m, "logits", "p", 2);
              m.graph().node("ReduceSum", "sum", List.of("logits")).output("sum");
            });
    for (Consumer<Models> middle : mixed) {
      assertThat(gaps(middle)).isEmpty();
    }
  }
}
