package io.samforge.arch.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.Configs;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.LayerFactory;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.OutputSpec;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerTableTest {
  private static final AcceleratorConfig TINY = Configs.tiny();

  @Test
  void groupsEndWhereTheNextBeginsAndEmptyOnesRepeat() {
    List<UniformParameters> groups =
        List.of(
            new UniformParameters(4, 0.1, 3),
            new UniformParameters(4, 0.2, 4),
            new UniformParameters(4, 0.4, 15));
    int[] groupOfChannel = {2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    GemmLayer layer = layer(new CagOperand(groups, groupOfChannel), 11, new RawOutput());
    int[] words = LayerTable.words(TINY, layer);
    int[] m = layer.multipliers();
    assertThat(words)
        .containsExactly(m[0] | 3 << 16, 2, m[1] | 4 << 16, 2, m[2] | 15 << 16, 3, 0, 3);
  }

  @Test
  void bothPathsOfHluqAndTheTwoBranches() {
    HluqParameters hluq = new HluqParameters(4, 4, -0.17, 0.48, 0.1);
    EncoderThresholds gelu = EncoderThresholds.of(hluq, ActivationFunction.GELU);
    GemmLayer layer = layer(new HluqOperand(hluq), 9, CodeOutput.single(gelu, 1));
    int[] words = LayerTable.words(TINY, layer);
    assertThat(words).hasSize(8 + 4 * 16);
    int[] m = layer.multipliers();
    assertThat(Arrays.copyOf(words, 8)).containsExactly(m[0], 2, m[1], 2, 0, 2, 0, 2);
    assertThat(Arrays.copyOfRange(words, 8, 24)).isEqualTo(gelu.hardwareTables()[0]);
    assertThat(Arrays.copyOfRange(words, 24, 40)).isEqualTo(gelu.hardwareTables()[1]);
    assertThat(Arrays.copyOfRange(words, 40, 72)).containsOnly(0);
  }

  @Test
  void everyResidueClassOfLog2HasTheChunksOfItsCopy() {
    Log2Operand log2 = new Log2Operand(Log2Parameters.of(4, 2, 0.9));
    GemmLayer layer = layer(log2, 9, new RawOutput());
    int[] m = layer.multipliers();
    assertThat(LayerTable.words(TINY, layer)).containsExactly(m[0], 2, m[1], 4, 0, 4, 0, 4);
    assertThat(m[0]).isGreaterThan(m[1]);
    CompiledLayer compiled = new LayerCompiler(TINY).compile(layer);
    assertThat(compiled.operand()).isEqualTo(OperandKind.LOG2);
    assertThat(compiled.nLog()).isEqualTo(8);
    assertThat(compiled.chunks()).isEqualTo(4);
    assertThat(compiled.descriptor(0, 64, 128, 192).encode()[0]).isEqualTo(8 << 24 | 2 << 8 | 1);
  }

  /** Two groups of the CAG kind, whose multipliers differ by a power of two. */
  @Test
  void theDigitsOfWideCodesAreTwoGroups() {
    WideOperand wide = WideOperand.of(new UniformParameters(8, 0.01, 100), 9, 4);
    GemmLayer layer = layer(wide, 9, new RawOutput());
    assertThat(LayerTable.words(TINY, layer)).containsExactly(1, 2, 16, 4, 0, 4, 0, 4);
    CompiledLayer compiled = new LayerCompiler(TINY).compile(layer);
    assertThat(compiled.operand()).isEqualTo(OperandKind.CAG);
    assertThat(compiled.nLog()).isZero();
    assertThat(compiled.chunks()).isEqualTo(4);
    assertThat(compiled.descriptor(0, 64, 128, 192).encode()[0]).isEqualTo(1);
  }

  private static GemmLayer layer(Operand operand, int channels, OutputSpec output) {
    QuantizedWeights weights =
        new QuantizedWeights(4, new byte[1][channels], new double[] {0.1}, new int[1]);
    return new LayerFactory(TINY)
        .create("a", 1, SnappedOperand.snap(operand), weights, new double[1], output);
  }
}
