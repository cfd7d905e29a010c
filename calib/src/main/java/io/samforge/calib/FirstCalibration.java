package io.samforge.calib;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.LayerFactory;
import io.samforge.arch.layer.OutputSpec;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.calib.quant.ChannelGroups;
import io.samforge.calib.quant.ChannelRange;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.calib.quant.GridSearches;
import io.samforge.calib.quant.HluqSearch;
import io.samforge.calib.quant.ScaleZero;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Quantises three linear layers of a block with the statistics of one photograph, without training.
 *
 * <p>{@code attn/qkv} and {@code mlp/fc1} read grouped codes (CAG); fc1 delivers the hybrid codes
 * of its GELU, which {@code mlp/fc2} reads from device memory (HLUQ); qkv and fc2 deliver floats.
 */
public final class FirstCalibration {
  private final AcceleratorConfig config;
  private final CalibrationOptions options;
  private final ProgressListener progress;
  private final GridSearches searches;

  /** Makes a calibration for {@code config} that computes everything. */
  public FirstCalibration(
      AcceleratorConfig config, CalibrationOptions options, ProgressListener progress) {
    this(config, options, progress, GridSearches.COMPUTED);
  }

  /** Makes a calibration for {@code config} that asks {@code searches} for its slow steps. */
  public FirstCalibration(
      AcceleratorConfig config,
      CalibrationOptions options,
      ProgressListener progress,
      GridSearches searches) {
    this.config = config;
    this.options = options;
    this.progress = progress;
    this.searches = searches;
  }

  /**
   * Quantises the layers of {@code capture}.
   *
   * @param photograph what the picture is called
   * @throws io.samforge.arch.UserError if a layer does not fit the configuration
   */
  public CalibratedBlock calibrate(BlockCapture capture, String photograph) {
    List<CalibratedChain> chains = List.of(grouped("qkv", capture.qkv()), perceptron(capture));
    return new CalibratedBlock(config, capture.block(), photograph, chains);
  }

  /**
   * Quantises one layer that reads grouped codes and delivers floats.
   *
   * @param name short name of the chain
   * @param captured the layer and what passed through it
   * @throws io.samforge.arch.UserError if the layer does not fit the configuration
   */
  public CalibratedChain grouped(String name, BlockCapture.Layer captured) {
    OperandChoice.Grouped choice = group(captured.input());
    SnappedOperand operand = SnappedOperand.snap(choice.groups().operand(config.activationBits()));
    int[] tokens = TokenSample.spread(captured.input().rows(), options.tokenLimit());
    GemmLayer layer = layer(captured, tokens.length, operand, new RawOutput());
    FloatMatrix output = captured.output().selectRows(tokens);
    return new CalibratedChain(
        name,
        List.of(new CalibratedLayer(layer, output, output, choice)),
        codes(captured.input().selectRows(tokens), layer));
  }

  private CalibratedChain perceptron(BlockCapture capture) {
    BlockCapture.Layer fc1 = capture.fc1();
    BlockCapture.Layer fc2 = capture.fc2();
    HluqSearch.Outcome search =
        searches.hybrid(fc2.input(), fc2.linear().weights(), config.activationBits());
    SnappedOperand hybrid = SnappedOperand.snap(new HluqOperand(search.best().parameters()));
    // The first layer encodes with the snapped scales, because those are what the second decodes.
    EncoderThresholds thresholds =
        EncoderThresholds.of(
            ((HluqOperand) hybrid.operand()).parameters(), ActivationFunction.GELU);
    OperandChoice.Grouped choice = group(fc1.input());
    SnappedOperand grouped = SnappedOperand.snap(choice.groups().operand(config.activationBits()));
    int[] tokens = TokenSample.spread(fc1.input().rows(), options.tokenLimit());
    CodeOutput gelu = CodeOutput.single(thresholds, fc1.linear().outputs());
    GemmLayer first = layer(fc1, tokens.length, grouped, gelu);
    GemmLayer second = layer(fc2, tokens.length, hybrid, new RawOutput());
    FloatMatrix result = fc2.output().selectRows(tokens);
    return new CalibratedChain(
        "mlp",
        List.of(
            new CalibratedLayer(
                first, fc1.output().selectRows(tokens), fc2.input().selectRows(tokens), choice),
            new CalibratedLayer(second, result, result, new OperandChoice.Hybrid(search))),
        codes(fc1.input().selectRows(tokens), first));
  }

  private OperandChoice.Grouped group(FloatMatrix input) {
    ScaleZero[] channels =
        Arrays.stream(ChannelRange.ofColumns(input))
            .map(range -> range.quantizer(config.codes()))
            .toArray(ScaleZero[]::new);
    ChannelGroups groups = ChannelGroups.perChannel(channels);
    for (int count : options.mergeCounts()) {
      groups = groups.merge(count, options.metric(), config.codes());
    }
    return new OperandChoice.Grouped(options.metric(), groups);
  }

  private GemmLayer layer(
      BlockCapture.Layer source, int tokens, SnappedOperand operand, OutputSpec output) {
    String name = source.linear().name();
    FloatMatrix weights = source.linear().weights();
    QuantizedWeights quantized;
    try (ProgressListener.Task task = progress.start("weights of " + name, weights.rows())) {
      quantized = searches.weights(weights, config.weightBits(), o -> task.step());
    }
    float[] bias = source.linear().bias();
    double[] wideBias = IntStream.range(0, bias.length).mapToDouble(o -> bias[o]).toArray();
    return new LayerFactory(config).create(name, tokens, operand, quantized, wideBias, output);
  }

  /** Codes of grouped activations in channel order, made with the snapped scales of the layer. */
  private static byte[][] codes(FloatMatrix input, GemmLayer layer) {
    CagOperand operand = (CagOperand) layer.operand();
    int[] groupOfChannel = operand.groupOfChannel();
    return IntStream.range(0, input.rows())
        .parallel()
        .mapToObj(
            t -> {
              byte[] codes = new byte[input.columns()];
              for (int c = 0; c < codes.length; c++) {
                codes[c] = (byte) operand.groups().get(groupOfChannel[c]).encode(input.get(t, c));
              }
              return codes;
            })
        .toArray(byte[][]::new);
  }
}
