package io.samforge.calib.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.samforge.calib.Seeds;
import io.samforge.calib.onnx.SmallGraph;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementRulesTest {
  @TempDir private Path folder;
  private final Models m = new Models(Seeds.random("PlacementRulesTest", 32));

  private Map<String, String> reasons(GraphOptions options) {
    StagedModel model = GraphReader.read(Models.write(folder, m.graph()), options);
    Map<String, String> reasons = new LinkedHashMap<>();
    model.placement().nodes().forEach(node -> reasons.put(node.name(), node.reason()));
    return reasons;
  }

  /** Makes the output of the model depend on the tensors without showing one. */
  private void sumUp(String... tensors) {
    for (String tensor : tensors) {
      m.graph()
          .node("ReduceSum", tensor + "_sum", List.of(tensor), SmallGraph.integer("keepdims", 0));
    }
    String[] sums = Arrays.stream(tensors).map(t -> t + "_sum").toArray(String[]::new);
    m.graph().node("Sum", "", "sum", sums).output("sum");
  }

  private void conv(String name, String weights, AttributeProto... attributes) {
    m.graph().node("Conv", name, List.of("s", weights), attributes);
  }

  @Test
  void convolutionsThatStay() {
    m.graph().input("x", 1, 4, 6, 6).node("Sigmoid", "", "s", "x");
    m.random("dw", 4, 1, 3, 3).random("gw", 4, 2, 1, 1).random("tw", 4, 2, 2, 2);
    m.random("wide", 4, 4, 1, 3).random("c3", 4, 4, 3, 3);
    conv("depthwise", "dw", SmallGraph.integer("group", 4));
    conv("grouped", "gw", SmallGraph.integer("group", 2));
    conv("oblong", "wide");
    conv("dilated", "c3", SmallGraph.integers("dilations", List.of(2L, 2L)));
    conv("uneven", "c3", SmallGraph.integers("pads", List.of(0L, 1L, 1L, 0L)));
    conv("same", "c3", SmallGraph.text("auto_pad", "SAME_UPPER"));
    conv("contradicting", "c3", SmallGraph.integers("kernel_shape", List.of(2L, 2L)));
    conv("plain", "c3");
    m.graph().node("ConvTranspose", "transposed", List.of("s", "tw"));
    sumUp(
        "depthwise",
        "grouped",
        "oblong",
        "dilated",
        "uneven",
        "same",
        "contradicting",
        "transposed",
        "plain");
    assertThat(reasons(GraphOptions.encoder()))
        .containsEntry("/depthwise/Conv", "a depthwise convolution")
        .containsEntry("/grouped/Conv", "a convolution in 2 groups")
        .containsEntry("/oblong/Conv", "its kernel or stride is not square")
        .containsEntry("/dilated/Conv", "a dilated convolution")
        .containsEntry("/uneven/Conv", "its padding differs from side to side")
        .containsEntry("/contradicting/Conv", "its result has another shape than its weights give")
        .containsEntry("/transposed/ConvTranspose", "a transposed convolution")
        .containsEntry("/plain/Conv", "a product with constant weights")
        .containsEntry("s", "not a matrix product");
  }

  @Test
  void productsThatStay() {
    m.graph().input("x", 1, 4, 6, 6).input("t", 1, 6).input("p", 1, 3, 2);
    m.graph().node("Sigmoid", "", "s", "x").node("Sigmoid", "", "one", "t");
    m.random("batched", 4, 6, 6).random("w", 6, 5).random("vector", 6).random("full", 1, 6);
    m.random("gauss", 2, 5).random("scale", 1, 1, 2).reshape("flat", "s", 24, 6);
    m.reshape("head", "s_head", 1, 1, 6, 6).random("mask_downscaling.weight", 6, 2);
    sumUpProducts();
    assertThat(reasons(GraphOptions.encoder()))
        .containsEntry("/batches/MatMul", "its weights are no matrix of 32-bit floats")
        .containsEntry("/constant/MatMul", "its left side is constant")
        .containsEntry("/line/MatMul", "a product with a vector")
        .containsEntry("/single/MatMul", "a single token")
        .containsEntry("/shared/MatMul", "one side is used for several products")
        .containsEntry("/prompt/MatMul", "reads the input p itself; first layers stay in floats")
        .containsEntry(
            "/named/MatMul", "its name is on the list that stays in floats (mask_downscaling)")
        .containsEntry("/mask/MatMul", "makes the output masks itself; it stays in floats");
    assertThat(reasons(GraphOptions.encoder().withFloatNames(List.of("line"))))
        .containsEntry("/named/MatMul", "a product with constant weights")
        .containsEntry("/line/MatMul", "its name is on the list that stays in floats (line)");
  }

  private void sumUpProducts() {
    m.graph().integers("first", 0).integers("second", 1).integers("axis", 1);
    m.graph().node("Mul", "", "scaled", "p", "scale");
    m.graph().node("MatMul", "batches", List.of("s", "batched"));
    m.graph().node("MatMul", "constant", List.of("batched", "s"));
    m.graph().node("MatMul", "line", List.of("flat", "vector"));
    m.graph().node("MatMul", "single", List.of("one", "w"));
    m.graph().node("Slice", "s_head", List.of("s", "first", "second", "axis"));
    m.graph().node("MatMul", "shared", List.of("s", "head"));
    m.graph().node("MatMul", "prompt", List.of("scaled", "gauss"));
    m.graph().node("MatMul", "named", List.of("flat", "mask_downscaling.weight"));
    m.graph().node("MatMul", "mask", List.of("s", "s"));
    m.reshape("masks", "mask", 4, 36).graph().output("masks");
    sumUp("batches", "constant", "line", "single", "shared", "prompt", "named");
  }

  @Test
  void theReportIsATableAndARecord() {
    m.graph().input("x", 1, 6, 4).node("Sigmoid", "", "s", "x").output("lin");
    m.linear("lin", "s", 4, 500);
    StagedModel model = GraphReader.read(Models.write(folder, m.graph()), GraphOptions.encoder());
    PlacementReport report = model.placement();
    assertThat(report.summary())
        .isEqualTo(
            "small: 4 operators, 1 on the accelerator, 2 folded into them, 1 on the host;"
                + " 0.000 GMAC, 0.000 accelerated (100.0 %), 0.000 on the host");
    assertThat(report.text().lines()).hasSize(report.nodes().size() + 2);
    assertThat(report.text()).contains("0.012").contains("[6, 500]");
    Gson gson = new Gson();
    assertThat(gson.fromJson(gson.toJson(report), PlacementReport.class)).isEqualTo(report);
  }
}
