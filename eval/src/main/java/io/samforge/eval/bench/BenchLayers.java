package io.samforge.eval.bench;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.LayerFactory;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.OutputSpec;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SnappedOperand;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The layers that benchmarks run: SAM-B's MLP, with random data, because data does not change time.
 */
final class BenchLayers {
  private static final int WIDTH = 768;
  private static final int HIDDEN = 3072;

  private final AcceleratorConfig config;
  private final Random random = new Random(1);

  BenchLayers(AcceleratorConfig config) {
    this.config = config;
  }

  /** Returns 768 to 3072 channels with four equal CAG groups, GELU and HLUQ codes out. */
  GemmLayer cag(int tokens) {
    List<UniformParameters> groups =
        IntStream.range(0, 4)
            .mapToObj(g -> new UniformParameters(config.activationBits(), 0.1 * (g + 1), g))
            .toList();
    int[] groupOfChannel = IntStream.range(0, WIDTH).map(c -> c * 4 / WIDTH).toArray();
    OutputSpec output =
        CodeOutput.single(EncoderThresholds.of(hluqParameters(), ActivationFunction.GELU), HIDDEN);
    return layer("CAG", tokens, WIDTH, HIDDEN, new CagOperand(groups, groupOfChannel), output);
  }

  /** Returns 3072 to 768 channels with an HLUQ operand and raw numbers out. */
  GemmLayer hluq(int tokens) {
    Operand operand = new HluqOperand(hluqParameters());
    return layer("HLUQ", tokens, HIDDEN, WIDTH, operand, new RawOutput());
  }

  /** Returns random codes [tokens][channels]. */
  byte[][] codes(GemmLayer layer) {
    byte[][] codes = new byte[layer.tokens()][layer.channels()];
    for (byte[] row : codes) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (byte) random.nextInt(config.codes());
      }
    }
    return codes;
  }

  private HluqParameters hluqParameters() {
    int nLog = config.codes() / 4;
    return new HluqParameters(config.activationBits(), nLog, -0.17, 0.5, 0.1);
  }

  private GemmLayer layer(
      String name, int tokens, int channels, int outputs, Operand operand, OutputSpec output) {
    byte[][] codes = new byte[outputs][channels];
    for (byte[] row : codes) {
      for (int c = 0; c < channels; c++) {
        row[c] = (byte) random.nextInt(1 << config.weightBits());
      }
    }
    double[] scales = random.doubles(outputs, 0.001, 0.002).toArray();
    int[] zeroPoints = random.ints(outputs, 0, 1 << config.weightBits()).toArray();
    QuantizedWeights weights = new QuantizedWeights(config.weightBits(), codes, scales, zeroPoints);
    return new LayerFactory(config)
        .create(name, tokens, SnappedOperand.snap(operand), weights, new double[outputs], output);
  }
}
