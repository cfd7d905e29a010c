package io.samforge.arch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Configs;
import io.samforge.arch.Seeds;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Arithmetic;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.LayerFactory;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RandomLayers;
import io.samforge.arch.layer.SnappedOperand;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LayerCompilerTest {

  @Test
  void theDescriptorOfOneLayerByHand() {
    AcceleratorConfig tiny = Configs.tiny();
    HluqParameters hluq = new HluqParameters(4, 4, -0.17, 0.48, 0.1);
    EncoderThresholds gelu = EncoderThresholds.of(hluq, ActivationFunction.GELU);
    QuantizedWeights weights = new QuantizedWeights(4, new byte[10][20], filled(10), new int[10]);
    GemmLayer layer =
        new LayerFactory(tiny)
            .create(
                "a",
                70,
                SnappedOperand.snap(new HluqOperand(hluq)),
                weights,
                new double[10],
                CodeOutput.single(gelu, 10));
    CompiledLayer compiled = new LayerCompiler(tiny).compile(layer);
    // 20 channels are 3 chunks of 8 and 6 blocks of 4; 10 outputs are 3 tiles of 4.
    // 70 tokens of 16 bits are 18 beats of 64 bits a block, in tiles of 32, 32 and 6 tokens.
    assertThat(compiled.descriptor(64, 128, 192, 256))
        .isEqualTo(
            new LayerDescriptor(
                OperandKind.HLUQ,
                OutputKind.CODES_TWO_BRANCH,
                4,
                70,
                32,
                6,
                3,
                3,
                3,
                6,
                gelu.branchOrdinal(),
                64,
                128,
                192,
                256,
                18,
                18,
                8,
                2,
                8,
                2,
                6,
                tiny.hashWord(0)));
    assertThat(compiled.table()).hasSize((8 + 64) * 4 + 32);
    assertThat(compiled.weights()).hasSize(3 * (8 + 6) * 8);
  }

  private static double[] filled(int outputs) {
    double[] scale = new double[outputs];
    Arrays.fill(scale, 0.1);
    return scale;
  }

  @Test
  void aLayerOfAnotherConfigurationIsAUserError() {
    RandomLayers layers = new RandomLayers(Seeds.random(46), Configs.tiny());
    GemmLayer layer = layers.layer("a");
    assertThatThrownBy(() -> new LayerCompiler(Configs.tiny().withBits(5, 6)).compile(layer))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "layer a: 4-bit weights, 4-bit operands, "
                + (layer.output() instanceof CodeOutput ? 4 : 6)
                + "-bit outputs; allowed: weightBits = 5 and activationBits = 6");
    AcceleratorConfig wide =
        new AcceleratorConfig(
            "wide", 4, 4, Arithmetic.HYBRID, 64, 4, 32, 4, 1, 512, 1024, 64, 64, 1, "sim");
    assertThatThrownBy(() -> new LayerCompiler(wide).compile(layer))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("allowed: a multiple of reductionLanes = 64, up to maxInChannels");
  }
}
