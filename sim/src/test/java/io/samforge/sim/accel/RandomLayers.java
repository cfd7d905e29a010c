package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HalfOutput;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.LayerFactory;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.OutputSpec;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.ScaleGrid;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.layer.WideWeightsOperand;
import io.samforge.arch.program.OperandKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes random layers of every operand and output kind, with extreme codes and empty groups. */
final class RandomLayers {
  /** What a layer delivers. */
  enum Output {
    RAW,
    GELU_HLUQ,
    RELU_HLUQ,
    UNIFORM,
    CAG,
    HALF;

    /** Returns what layers of a configuration can deliver. */
    static List<Output> of(AcceleratorConfig config) {
      return Arrays.stream(values()).filter(o -> o != HALF || config.halfOutputs()).toList();
    }
  }

  private final AcceleratorConfig config;
  private final Random random;

  RandomLayers(AcceleratorConfig config, Random random) {
    this.config = config;
    this.random = random;
  }

  /** Returns a layer of the given shape. */
  GemmLayer layer(
      String name, int tokens, int channels, int outputs, OperandKind operand, Output kind) {
    return layer(name, tokens, channels, outputs, operand(operand, channels), kind);
  }

  GemmLayer layer(
      String name, int tokens, int channels, int outputs, Operand operand, Output kind) {
    return layer(name, tokens, channels, outputs, SnappedOperand.snap(operand), kind);
  }

  private GemmLayer layer(
      String name, int tokens, int channels, int outputs, SnappedOperand input, Output kind) {
    double spread = 0.3 * Math.sqrt(channels) * (1 << (config.weightBits() - 1));
    double[] bias = random.doubles(outputs, -0.5, 0.5).toArray();
    QuantizedWeights weights = weights(outputs, channels, 1.0 / spread);
    return new LayerFactory(config)
        .create(name, tokens, input, weights, bias, output(kind, outputs));
  }

  /** Returns whether the configuration has wide codes and room for two digits of some channels. */
  boolean fitsWide(int channels) {
    int lanes = config.reductionLanes();
    // A second group may add a chunk of padding.
    int slots = 2 * ((channels + lanes - 1) / lanes + 1) * lanes;
    return config.activationBits() < WideOperand.BITS && slots <= config.maxInChannels();
  }

  /**
   * Returns a layer of wide codes whose channels have zero-points of their own. The multipliers are
   * those of the nearest grid, the largest, or any of the right ratio.
   */
  GemmLayer wide(String name, int tokens, int channels, int outputs, Output kind) {
    int digitBits = config.activationBits();
    int most = ScaleGrid.MAX_MULTIPLIER >> digitBits;
    int[] choices = {1, most, 1 + random.nextInt(most)};
    int m = choices[random.nextInt(choices.length)];
    // The outputs are as large as those of other operands.
    double scale = 0.2 * config.codes() / (1 << WideOperand.BITS);
    ScaleGrid grid = new ScaleGrid(new int[] {m, m << digitBits}, (float) (scale / m));
    WideOperand wanted =
        new WideOperand(
            new UniformParameters(WideOperand.BITS, scale, 0),
            random.ints(channels, -300, 600).toArray(),
            digitBits);
    SnappedOperand input = new SnappedOperand(wanted.withEntryScales(grid.scales()), grid);
    return layer(name, tokens, channels, outputs, input, kind);
  }

  /** Returns a layer of wide codes in one group of channels or two, on the nearest grid. */
  GemmLayer wideGroups(String name, int tokens, int channels, int outputs, Output kind) {
    SnappedOperand input = SnappedOperand.snap(wideOperand(channels));
    return layer(name, tokens, channels, outputs, input, kind);
  }

  /** Returns a layer whose weights have 8 bits, if the configuration has room for their digits. */
  Optional<GemmLayer> wideWeights(String name, int tokens, int channels, int outputs, Output kind) {
    int bits = config.weightBits();
    Operand wanted =
        switch (random.nextInt(3)) {
          case 0 -> cagOperand(channels);
          case 1 -> log2Operand(channels);
          default -> wideOperand(channels);
        };
    Operand operand =
        hasRoomForDigits(wanted, channels) ? wanted : CagOperand.single(uniform(0.1), channels);
    if (bits >= WideWeightsOperand.BITS || !hasRoomForDigits(operand, channels)) {
      return Optional.empty();
    }
    double spread = 0.3 * Math.sqrt(channels) * WideWeightsOperand.ZERO;
    byte[][] codes = codes(outputs, channels, WideWeightsOperand.CODES);
    int[] zeroPoints = new int[outputs];
    Arrays.fill(zeroPoints, WideWeightsOperand.ZERO);
    double[] scales = random.doubles(outputs, 0.5 / spread, 1.5 / spread).toArray();
    QuantizedWeights weights =
        new QuantizedWeights(WideWeightsOperand.BITS, codes, scales, zeroPoints);
    double[] bias = random.doubles(outputs, -0.5, 0.5).toArray();
    SnappedOperand input = SnappedOperand.snap(operand, bits);
    return Optional.of(
        new LayerFactory(config).create(name, tokens, input, weights, bias, output(kind, outputs)));
  }

  private boolean hasRoomForDigits(Operand operand, int channels) {
    int slots = operand.slots(channels, config.reductionLanes()).slots();
    return 2 * operand.entries() <= config.groups() && 2 * slots <= config.maxInChannels();
  }

  /** Wide codes in one group or two, or codes of the array when it has 8 activation bits. */
  private Operand wideOperand(int channels) {
    if (config.activationBits() == WideOperand.BITS) {
      return cagOperand(channels);
    }
    double scale = 0.2 * config.codes() / (1 << WideOperand.BITS);
    UniformParameters fine = new UniformParameters(WideOperand.BITS, scale, 0);
    int groups = 1 + random.nextInt(2);
    return new WideOperand(
        new CagOperand(
            List.of(fine, fine.withScale(3 * scale)).subList(0, groups),
            random.ints(channels, 0, groups).toArray(),
            random.ints(channels, -300, 600).toArray()),
        config.activationBits());
  }

  /** Returns codes [tokens][channels] for a layer: mostly random, sometimes extreme. */
  byte[][] codes(GemmLayer layer) {
    return codes(layer.tokens(), layer.channels(), layer.operand().codes());
  }

  /** Returns codes [tokens][channels] for a layer that reads all L codes. */
  byte[][] codes(int tokens, int channels) {
    return codes(tokens, channels, config.codes());
  }

  private byte[][] codes(int tokens, int channels, int limit) {
    int style = random.nextInt(6);
    byte[][] codes = new byte[tokens][channels];
    for (byte[] row : codes) {
      for (int c = 0; c < channels; c++) {
        row[c] =
            (byte)
                switch (style) {
                  case 0 -> limit - 1;
                  case 1 -> random.nextBoolean() ? limit - 1 : 0;
                  default -> random.nextInt(limit);
                };
      }
    }
    return codes;
  }

  private QuantizedWeights weights(int outputs, int channels, double scale) {
    int codes = 1 << config.weightBits();
    boolean extreme = random.nextInt(5) == 0;
    byte[][] w = new byte[outputs][channels];
    double[] scales = new double[outputs];
    int[] zeroPoints = new int[outputs];
    for (int o = 0; o < outputs; o++) {
      for (int c = 0; c < channels; c++) {
        w[o][c] = (byte) (extreme ? random.nextInt(2) * (codes - 1) : random.nextInt(codes));
      }
      scales[o] = scale * (0.5 + random.nextDouble());
      zeroPoints[o] = extreme ? random.nextInt(2) * (codes - 1) : random.nextInt(codes);
    }
    return new QuantizedWeights(config.weightBits(), w, scales, zeroPoints);
  }

  private Operand operand(OperandKind kind, int channels) {
    return switch (kind) {
      case CAG -> cagOperand(channels);
      case HLUQ -> new HluqOperand(hluq(random.nextBoolean() ? 0 : -0.17));
      case LOG2 -> log2Operand(channels);
      case FP32 -> throw new IllegalArgumentException("FP32 layers have no codes");
    };
  }

  private CagOperand cagOperand(int channels) {
    List<UniformParameters> groups = new ArrayList<>();
    // Scales far apart give multipliers from 1 to 65535.
    double decades = random.nextInt(4) == 0 ? 4.5 : 1;
    int entries = 1 + random.nextInt(config.groups());
    for (int g = 0; g < entries; g++) {
      groups.add(uniform(0.2 * Math.pow(10, -decades * random.nextDouble())));
    }
    // Some layers leave groups empty.
    int used = 1 + random.nextInt(entries);
    int[] groupOfChannel = random.ints(channels, 0, used).toArray();
    return new CagOperand(groups, groupOfChannel);
  }

  /** Returns an operand with as many residue classes as the groups and the slots allow. */
  private Log2Operand log2Operand(int channels) {
    int lanes = config.reductionLanes();
    int slots = (channels + lanes - 1) / lanes * lanes;
    int tau = 1 << random.nextInt(3);
    while (tau > config.groups() || tau * slots > config.maxInChannels()) {
      tau /= 2;
    }
    double scale = 0.1 + 2 * random.nextDouble();
    return new Log2Operand(Log2Parameters.of(config.activationBits(), tau, scale));
  }

  private HluqParameters hluq(double offset) {
    double range = 1 + 3 * random.nextDouble();
    double rho = 0.1 + 0.4 * random.nextDouble();
    int nLog = nLog();
    double uniform = range * (1 - rho) / (config.codes() - nLog);
    return new HluqParameters(config.activationBits(), nLog, offset, range * rho, uniform);
  }

  /** Returns a count of log codes: the ends, the shift limit and the counts beside it, or any. */
  private int nLog() {
    int half = config.codes() / 2;
    int limit = config.widths().shiftLimit();
    int[] choices = {1, half, half / 2, limit, limit - 1, limit + 1, 1 + random.nextInt(half)};
    return Math.min(half, choices[random.nextInt(choices.length)]);
  }

  private UniformParameters uniform(double scale) {
    return new UniformParameters(config.activationBits(), scale, random.nextInt(config.codes()));
  }

  private OutputSpec output(Output kind, int outputs) {
    return switch (kind) {
      case RAW -> new RawOutput();
      case HALF -> new HalfOutput();
      case GELU_HLUQ ->
          CodeOutput.single(EncoderThresholds.of(hluq(-0.17), ActivationFunction.GELU), outputs);
      case RELU_HLUQ ->
          CodeOutput.single(EncoderThresholds.of(hluq(0), ActivationFunction.RELU), outputs);
      case UNIFORM ->
          CodeOutput.single(
              EncoderThresholds.of(uniform(3.0 / config.codes()), ActivationFunction.IDENTITY),
              outputs);
      case CAG -> cagOutput(outputs);
    };
  }

  private CodeOutput cagOutput(int outputs) {
    List<Quantizer> banks = new ArrayList<>();
    for (int g = 0; g < config.groups(); g++) {
      banks.add(uniform((1 + 3 * random.nextDouble()) / config.codes()));
    }
    return new CodeOutput(
        EncoderThresholds.of(banks, ActivationFunction.IDENTITY),
        random.ints(outputs, 0, config.groups()).toArray());
  }
}
