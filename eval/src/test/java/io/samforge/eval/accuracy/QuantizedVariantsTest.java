package io.samforge.eval.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.model.ModelFiles;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.plan.StepQuality;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantizedVariantsTest {
  private static List<AccuracyVariant> variants(
      List<Integer> bits, List<Scope> scopes, int iterations, List<String> wide) {
    return new QuantizedVariants(
            ModelFiles.of(ModelStore.standard()),
            AcceleratorConfig.load(Path.of("../configs/large.json")),
            CalibrationImages.standard(),
            new QuantizedVariants.Settings(bits, scopes, iterations, wide, wide),
            Path.of("unused"),
            ProgressListener.SILENT)
        .variants();
  }

  @Test
  void everyStepOfTheAblationIsARow() {
    List<AccuracyVariant> all = variants(List.of(4), List.of(Scope.LINEARS), 400, List.of());
    assertThat(all)
        .extracting(AccuracyVariant::method)
        .containsExactly(
            "uniform",
            "hluq",
            "cag",
            "hluq+cag",
            "hluq+cag, normalised metric",
            "hluq+cag, aligned to lanes",
            "hluq+widths",
            "hluq+widths+compensation",
            "hluq+widths+compensation+reconstruction");
    assertThat(all).allMatch(v -> v.bits() == 4 && v.scope() == Scope.LINEARS);
  }

  @Test
  void rowsThatComputeSomethingElseHaveOtherFingerprints() {
    List<AccuracyVariant> all =
        variants(List.of(4, 5), List.of(Scope.values()), 400, List.of("patch_embed"));
    assertThat(all).extracting(AccuracyVariant::text).doesNotHaveDuplicates();
    assertThat(all.stream().filter(v -> v.bits() == 4))
        .extracting(AccuracyVariant::fingerprint)
        .doesNotHaveDuplicates();
    assertThat(all).extracting(AccuracyVariant::method).contains("mixed precision");
    assertThat(all.stream().filter(v -> v.method().equals("mixed precision+reconstruction")))
        .extracting(AccuracyVariant::scope)
        .containsExactly(Scope.LINEARS, Scope.ENCODER, Scope.LINEARS, Scope.ENCODER);
    assertThat(variants(List.of(8), List.of(Scope.ENCODER), 0, List.of("patch_embed")))
        .extracting(AccuracyVariant::method)
        .noneMatch(m -> m.contains("mixed") || m.contains("reconstruction"));
  }

  @Test
  void theDecoderIsQuantisedOnlyInRowsOfTheWholeModel() {
    List<AccuracyVariant> all =
        variants(List.of(6), List.of(Scope.values()), 0, List.of("patch_embed"));
    assertThat(all).allMatch(v -> v.decoder().isPresent() == (v.scope() == Scope.ALL));
    assertThat(all.stream().filter(v -> v.scope() == Scope.ALL))
        .extracting(AccuracyVariant::method)
        .containsExactly(
            "hluq+widths+compensation", "mixed precision", "mixed precision, 8-bit weights");
  }

  @Test
  void wrongArgumentsAreOneLine() {
    assertThatThrownBy(() -> AccuracyArguments.parse("--scope", "half"))
        .isInstanceOf(UserError.class)
        .hasMessage("accuracy: --scope half; allowed: linears, encoder, all, separated by commas");
    assertThatThrownBy(() -> AccuracyArguments.parse("--iterations", "many"))
        .isInstanceOf(UserError.class)
        .hasMessage("accuracy: --iterations many; allowed: 0 to 999999");
    assertThatThrownBy(() -> AccuracyArguments.parse("--bits", "7"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("allowed: 4, 5, 6 and 8");
    AccuracyArguments parsed = AccuracyArguments.parse("--scope", "encoder,linears");
    assertThat(parsed.scopes()).containsExactly(Scope.LINEARS, Scope.ENCODER);
  }

  @Test
  void passesAreWeightedByMultiplyAccumulates() {
    StepQuality once =
        new StepQuality("encoder", "a", "linear", "CAG", 1, 0, 32, 32, 4, 300, 0, 0, 0, 0, 0);
    StepQuality fourTimes =
        new StepQuality("encoder", "b", "linear", "WIDE", 1, 0, 32, 128, 8, 100, 0, 0, 0, 0, 0);
    assertThat(VariantEncoder.passes(List.of(once, fourTimes))).isEqualTo(1.75);
  }
}
