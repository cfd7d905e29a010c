package io.samforge.calib.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.Seeds;
import io.samforge.calib.model.ModelFile;
import io.samforge.calib.model.ModelStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cuts the real model; fails with the remedy if {@code make setup} has not fetched it. */
class MobileSamStagesTest {
  private static final double ROUNDING = 1e-4;

  @Test
  void encoder() {
    Path file = ModelStore.standard().locate(ModelFile.ENCODER);
    StagedModel model = GraphReader.read(file, GraphOptions.encoder());
    System.out.print(model.placement().text());
    assertThat(model.placement().macs()).isEqualTo(38_768_295_424L);
    assertThat(model.placement().acceleratedMacs()).isEqualTo(stepMacs(model));
    assertThat(model.placement().acceleratedMacs()).isEqualTo(38_106_512_896L);
    List<LinearStep> linears = model.graph().linearSteps().toList();
    assertThat(count(linears, MatrixView.Rows.class)).isEqualTo(40);
    assertThat(count(linears, MatrixView.Planes.class)).isEqualTo(11);
    assertThat(count(linears, MatrixView.Patches.class)).isEqualTo(2);
    assertThat(linears.stream().filter(s -> s.activation() == ActivationFunction.GELU))
        .hasSize(10)
        .allMatch(s -> s.name().endsWith("mlp/fc1"));
    assertThat(linears.stream().filter(s -> s.origin() == InputOrigin.NORMALISED)).hasSize(21);
    assertThat(linears.stream().filter(s -> s.origin() == InputOrigin.GELU)).hasSize(18);
    List<ProductStep> products = model.graph().productSteps().toList();
    assertThat(products).hasSize(20);
    assertThat(products).extracting(ProductStep::heads).contains(4, 5, 10).doesNotContain(49);
    assertThat(products.stream().filter(s -> s.origin() == InputOrigin.SOFTMAX)).hasSize(10);
    assertThat(difference(file, model)).isLessThan(ROUNDING);
  }

  @Test
  void decoder() {
    Path file = ModelStore.standard().locate(ModelFile.DECODER);
    StagedModel model = GraphReader.read(file, GraphOptions.decoder());
    System.out.print(model.placement().text());
    assertThat(model.graph().inputs().stream().map(i -> i.name()).toList())
        .doesNotContain("orig_im_size");
    assertThat(model.placement().acceleratedMacs()).isEqualTo(stepMacs(model));
    assertThat(model.graph().linearSteps()).hasSize(32);
    assertThat(model.graph().productSteps()).hasSize(14);
    assertThat(model.graph().linearSteps().filter(s -> s.activation() == ActivationFunction.RELU))
        .hasSize(2);
    assertThat(difference(file, model)).isLessThan(ROUNDING);
  }

  private static double difference(Path file, StagedModel model) {
    return FloatComparison.difference(
        file, model, FloatComparison.randomInputs(model, Seeds.random("MobileSamStagesTest", 33)));
  }

  private static long stepMacs(StagedModel model) {
    return model.graph().linearSteps().mapToLong(LinearStep::macs).sum()
        + model.graph().productSteps().mapToLong(ProductStep::macs).sum();
  }

  private static long count(List<LinearStep> steps, Class<? extends MatrixView> view) {
    return steps.stream().filter(step -> view.isInstance(step.inputView())).count();
  }
}
