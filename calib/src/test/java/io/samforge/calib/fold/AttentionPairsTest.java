package io.samforge.calib.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.onnx.SmallGraph;
import io.samforge.calib.synth.ExportStyle;
import io.samforge.calib.synth.ExportStyle.Positions;
import io.samforge.calib.synth.MaskDecoder;
import io.samforge.calib.synth.SamVit;
import io.samforge.calib.synth.TinyVit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttentionPairsTest {
  @TempDir Path folder;

  static Stream<ExportStyle> styles() {
    return Stream.of(
        ExportStyle.DECOMPOSED,
        ExportStyle.DECOMPOSED.with(Positions.EINSUM),
        ExportStyle.FUSED_NORM,
        ExportStyle.FUSED);
  }

  /** A head of the encoder has its queries, keys and values next to each other. */
  @ParameterizedTest
  @MethodSource("styles")
  void tinyVit(ExportStyle style) {
    StagedModel model =
        FloatRuns.read(TinyVit.tiny().with(style).model(), folder, GraphOptions.encoder());
    AttentionPairs found = AttentionPairs.of(model);
    assertThat(found.pairs()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      AttentionPair pair = found.pairs().get(i);
      assertThat(pair.query()).isEqualTo("layers.%d/blocks.0/attn/qkv".formatted(i + 1));
      assertThat(pair.key()).isEqualTo(pair.query());
      assertThat(pair.heads()).isEqualTo(3 + i);
      int[] rows = IntStream.range(0, pair.heads() * 8).map(c -> c / 8 * 24 + c % 8).toArray();
      assertThat(pair.queryRows()).isEqualTo(rows);
      assertThat(pair.keyRows()).isEqualTo(IntStream.of(rows).map(r -> r + 8).toArray());
    }
    assertThat(found.refused().values())
        .hasSize(3)
        .containsOnly("its left side is not the moved output of one linear step");
  }

  @Test
  void maskDecoder() {
    StagedModel model =
        FloatRuns.read(MaskDecoder.small(64, 32).model(), folder, GraphOptions.decoder());
    AttentionPairs found = AttentionPairs.of(model);
    assertThat(found.pairs()).hasSize(7);
    assertThat(found.refused()).hasSize(7);
    for (AttentionPair pair : found.pairs()) {
      String module = pair.product().substring(0, pair.product().lastIndexOf('/'));
      assertThat(pair.query()).isEqualTo(module + "/q_proj");
      assertThat(pair.key()).isEqualTo(module + "/k_proj");
      int channels = module.endsWith("self_attn") ? 32 : 16;
      assertThat(pair.queryRows()).isEqualTo(IntStream.range(0, channels).toArray());
      assertThat(pair.keyRows()).isEqualTo(pair.queryRows());
    }
  }

  /** Relative positions are multiplied with the queries: a factor would change them. */
  @ParameterizedTest
  @MethodSource("styles")
  void relativePositionsAreRefused(ExportStyle style) {
    StagedModel model =
        FloatRuns.read(SamVit.tiny().with(style).model(), folder, GraphOptions.encoder());
    AttentionPairs found = AttentionPairs.of(model);
    assertThat(found.pairs()).isEmpty();
    String reader = style.positions() == Positions.EINSUM ? "Einsum_1" : "MatMul_2";
    assertThat(found.refused())
        .hasSize(4)
        .containsEntry(
            "blocks.0/attn/MatMul",
            "its queries are also read by blocks.0/attn/%s in host-01".formatted(reader));
  }

  /** Two linear layers of four channels on six tokens, x to q and x to k, and what is done to q. */
  private static SmallGraph attention() {
    SmallGraph graph = new SmallGraph();
    float[] weights = new float[16];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.sin(i);
    }
    return graph
        .input("x", 1, 6, 4)
        .initializer("wq", List.of(4L, 4L), weights)
        .initializer("wk", List.of(4L, 4L), weights)
        .constant("scale", 0.5f)
        .constant("shift", 0.25f)
        .node("Tanh", "", "t", "x")
        .node("MatMul", "/q/MatMul", "q", "t", "wq")
        .node("MatMul", "/k/MatMul", "k", "t", "wk")
        .output("y");
  }

  private AttentionPairs pairs(SmallGraph graph) throws IOException {
    Path file = Files.write(folder.resolve("small.onnx"), graph.model().toByteArray());
    return AttentionPairs.of(GraphReader.read(file, GraphOptions.encoder()));
  }

  private static SmallGraph product(SmallGraph graph, String left, String right) {
    return graph
        .node("Transpose", "kt", List.of(right), SmallGraph.integers("perm", List.of(0L, 2L, 1L)))
        .node("MatMul", "/MatMul", "logits", left, "kt")
        .node("Tanh", "", "y", "logits");
  }

  @Test
  void scaledQueriesAreFound() throws IOException {
    SmallGraph graph = attention().node("Mul", "", "scaled", "scale", "q");
    AttentionPairs found = pairs(product(graph, "scaled", "k"));
    assertThat(found.pairs()).hasSize(1);
    assertThat(found.pairs().get(0).queryRows()).containsExactly(0, 1, 2, 3);
    assertThat(found.pairs().get(0).keyRows()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void gatheredChannelsAreFound() throws IOException {
    SmallGraph graph =
        attention()
            .integers("order", 2, 0, 3, 1)
            .node("Gather", "mixed", List.of("q", "order"), SmallGraph.integer("axis", 2));
    AttentionPairs found = pairs(product(graph, "mixed", "k"));
    assertThat(found.pairs()).hasSize(1);
    assertThat(found.pairs().get(0).queryRows()).containsExactly(2, 0, 3, 1);
  }

  @Test
  void everythingElseIsRefused() throws IOException {
    SmallGraph shifted = attention().node("Add", "", "shifted", "q", "shift");
    assertReason(
        product(shifted, "shifted", "k"),
        "its left side is not the moved output of one linear step");
    SmallGraph shiftedKeys = attention().node("Sub", "", "shifted", "k", "shift");
    assertReason(
        product(shiftedKeys, "q", "shifted"),
        "its right side is not the moved output of one linear step");
    assertReason(product(attention(), "q", "q"), "queries and keys are the same channels of q");
    assertReason(
        product(attention(), "q", "k").output("q"),
        "its queries are also read by the caller of the model");
    SmallGraph copied =
        attention()
            .integers("order", 2, 0, 2, 1)
            .node("Gather", "mixed", List.of("q", "order"), SmallGraph.integer("axis", 2));
    assertReason(
        product(copied, "mixed", "k"), "a channel is at several inner places of its left side");
    SmallGraph turned =
        attention()
            .integers("shape", 1, 4, 6)
            .integers("back", 1, 6, 4)
            .node("Transpose", "q2", List.of("q"), SmallGraph.integers("perm", List.of(0L, 2L, 1L)))
            .node("Reshape", "", "q3", "q2", "back");
    assertReason(
        product(turned, "q3", "k"), "an inner place of its left side holds several channels");
    SmallGraph twice = attention().node("Exp", "", "z", "k").output("z");
    assertReason(product(twice, "q", "k"), "its keys are also read by z in host-01");
  }

  private void assertReason(SmallGraph graph, String reason) throws IOException {
    AttentionPairs found = pairs(graph);
    assertThat(found.pairs()).isEmpty();
    assertThat(found.refused()).containsEntry("MatMul", reason);
  }
}
