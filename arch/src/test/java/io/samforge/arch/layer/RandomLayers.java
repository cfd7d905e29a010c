package io.samforge.arch.layer;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random small layers with all operand and output kinds, extreme codes and empty groups. */
public final class RandomLayers {
  private final Random random;
  private final AcceleratorConfig config;

  public RandomLayers(Random random, AcceleratorConfig config) {
    this.random = random;
    this.config = config;
  }

  /** Returns a layer of any kind with at most 24 tokens, 60 channels and 40 outputs. */
  public GemmLayer layer(String name) {
    int tokens = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(24);
    int channels = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(60);
    int outputs = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(40);
    return create(name, tokens, operand(channels), channels, outputs, output(outputs));
  }

  /** Returns a layer that can read the codes of another one: any whose codes stand in one slot. */
  public GemmLayer reader(String name) {
    GemmLayer layer = layer(name);
    while (!(layer.operand().slotCode() instanceof SlotCode.Plain)) {
      layer = layer(name);
    }
    return layer;
  }

  /** Returns a layer of wide codes with raw output. */
  public GemmLayer wide(String name, int tokens, int channels, int outputs) {
    return create(name, tokens, wide(channels), channels, outputs, new RawOutput());
  }

  /** Returns a layer whose output codes another layer reads. */
  public GemmLayer producer(String name, GemmLayer consumer, int channels) {
    Operand next = consumer.operand();
    OutputSpec output;
    if (next instanceof CagOperand cag) {
      EncoderThresholds thresholds =
          EncoderThresholds.of(cag.groups(), ActivationFunction.IDENTITY);
      output = new CodeOutput(thresholds, cag.groupOfChannel());
    } else if (next instanceof Log2Operand log2) {
      output =
          CodeOutput.single(
              EncoderThresholds.of(log2.parameters(), ActivationFunction.IDENTITY),
              consumer.channels());
    } else {
      HluqParameters hluq = ((HluqOperand) next).parameters();
      EncoderThresholds thresholds = EncoderThresholds.of(hluq, ActivationFunction.GELU);
      output = CodeOutput.single(thresholds, consumer.channels());
    }
    return create(
        name, consumer.tokens(), operand(channels), channels, consumer.channels(), output);
  }

  /** Returns operand codes [tokens][channels], a third of them extreme. */
  public byte[][] codes(GemmLayer layer) {
    byte[][] codes = new byte[layer.tokens()][layer.channels()];
    for (byte[] row : codes) {
      boolean extremeRow = random.nextInt(4) == 0;
      for (int c = 0; c < row.length; c++) {
        row[c] = (byte) code(layer.operand().codes(), extremeRow);
      }
    }
    return codes;
  }

  /** Returns an operand of any kind. */
  public SnappedOperand operand(int channels) {
    boolean narrow = config.activationBits() < WideOperand.BITS;
    return switch (random.nextInt(narrow ? 4 : 3)) {
      case 0 -> SnappedOperand.snap(cag(channels), room());
      case 1 -> SnappedOperand.snap(new HluqOperand(hluq()));
      case 2 -> SnappedOperand.snap(log2(), room());
      default -> wide(channels);
    };
  }

  /** Returns the bits that multipliers leave to weights in digits, often none. */
  private int room() {
    return config.weightBits() < WideWeightsOperand.BITS && random.nextInt(3) > 0
        ? config.weightBits()
        : 0;
  }

  /** Returns wide codes on the nearest grid, or on one with any multipliers of the right ratio. */
  private SnappedOperand wide(int channels) {
    int digitBits = config.activationBits();
    double scale = Math.exp(random.nextGaussian() - 4);
    UniformParameters parameters = new UniformParameters(WideOperand.BITS, scale, 0);
    int reach = random.nextBoolean() ? 256 : 32768;
    int[] zero = random.ints(channels, -reach, reach).toArray();
    WideOperand wanted = new WideOperand(parameters, zero, digitBits);
    if (config.groups() >= 4 && random.nextInt(3) == 0) {
      int[] groupOfChannel = random.ints(channels, 0, 2).toArray();
      UniformParameters coarse = parameters.withScale(scale * (1 + 5 * random.nextDouble()));
      CagOperand groups = new CagOperand(List.of(parameters, coarse), groupOfChannel, zero);
      return SnappedOperand.snap(new WideOperand(groups, digitBits));
    }
    if (random.nextBoolean()) {
      return SnappedOperand.snap(wanted);
    }
    int m = 1 + random.nextInt(ScaleGrid.MAX_MULTIPLIER >> digitBits);
    ScaleGrid grid = new ScaleGrid(new int[] {m, m << digitBits}, (float) (scale / m));
    return new SnappedOperand(wanted.withEntryScales(grid.scales()), grid);
  }

  private GemmLayer create(
      String name,
      int tokens,
      SnappedOperand operand,
      int channels,
      int outputs,
      OutputSpec output) {
    double[] bias = random.doubles(outputs, -1, 1).toArray();
    boolean digits = hasRoomForDigits(operand, channels) && random.nextInt(3) > 0;
    QuantizedWeights weights = digits ? wideWeights(outputs, channels) : weights(outputs, channels);
    return new LayerFactory(config).create(name, tokens, operand, weights, bias, output);
  }

  private boolean hasRoomForDigits(SnappedOperand input, int channels) {
    Operand operand = input.operand();
    int bits = config.weightBits();
    return bits < WideWeightsOperand.BITS
        && !(operand instanceof HluqOperand)
        && 2 * operand.entries() <= config.groups()
        && 2 * operand.slots(channels, config.reductionLanes()).slots() <= config.maxInChannels()
        && Arrays.stream(input.grid().multipliers()).max().orElseThrow()
            <= ScaleGrid.MAX_MULTIPLIER >> bits;
  }

  /** Returns weights of 8 bits, a quarter of the rows extreme. */
  private QuantizedWeights wideWeights(int outputs, int channels) {
    byte[][] codes = new byte[outputs][channels];
    for (byte[] row : codes) {
      boolean extremeRow = random.nextInt(4) == 0;
      for (int c = 0; c < channels; c++) {
        row[c] = (byte) code(WideWeightsOperand.CODES, extremeRow);
      }
    }
    int[] zero = new int[outputs];
    Arrays.fill(zero, WideWeightsOperand.ZERO);
    double[] scale = random.doubles(outputs, 1e-4, 1e-2).toArray();
    return new QuantizedWeights(WideWeightsOperand.BITS, codes, scale, zero);
  }

  public QuantizedWeights weights(int outputs, int channels) {
    byte[][] codes = new byte[outputs][channels];
    int[] zero = new int[outputs];
    for (int o = 0; o < outputs; o++) {
      boolean extremeRow = random.nextInt(4) == 0;
      for (int c = 0; c < channels; c++) {
        codes[o][c] = (byte) code(1 << config.weightBits(), extremeRow);
      }
      zero[o] = code(1 << config.weightBits(), random.nextInt(4) == 0);
    }
    double[] scale = random.doubles(outputs, 1e-3, 1e-1).toArray();
    return new QuantizedWeights(config.weightBits(), codes, scale, zero);
  }

  private CagOperand cag(int channels) {
    int groups = 1 + random.nextInt(config.groups());
    List<UniformParameters> parameters = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      double scale = Math.exp(random.nextGaussian() - 2);
      int zero = code(config.codes(), random.nextBoolean());
      parameters.add(new UniformParameters(config.activationBits(), scale, zero));
    }
    // The last group stays empty now and then.
    int used = groups > 1 && random.nextBoolean() ? groups - 1 : groups;
    int[] groupOfChannel = random.ints(channels, 0, used).toArray();
    if (random.nextBoolean()) {
      return new CagOperand(parameters, groupOfChannel);
    }
    int[] zeroOfChannel = random.ints(channels, -40, 40 + config.codes()).toArray();
    return new CagOperand(parameters, groupOfChannel, zeroOfChannel);
  }

  private Log2Operand log2() {
    int most = Math.min(4, Integer.highestOneBit(config.groups()));
    int tau = Math.min(most, 1 << random.nextInt(3));
    double scale = Math.exp(random.nextGaussian());
    return new Log2Operand(Log2Parameters.of(config.activationBits(), tau, scale));
  }

  private HluqParameters hluq() {
    int nLog = 1 + random.nextInt(config.codes() / 2);
    double log = 0.2 + random.nextDouble();
    double step = log / (2 + random.nextInt(10));
    return new HluqParameters(config.activationBits(), nLog, -0.17, log, step);
  }

  private OutputSpec output(int outputs) {
    int kind = random.nextInt(4);
    if (kind == 0) {
      return new RawOutput();
    }
    if (kind == 1) {
      EncoderThresholds gelu = EncoderThresholds.of(hluq(), ActivationFunction.GELU);
      return CodeOutput.single(gelu, outputs);
    }
    List<Quantizer> banks = new ArrayList<>();
    int count = 1 + random.nextInt(config.groups());
    for (int b = 0; b < count; b++) {
      double scale = Math.exp(random.nextGaussian() - 1);
      int zero = random.nextInt(config.codes());
      banks.add(new UniformParameters(config.activationBits(), scale, zero));
    }
    ActivationFunction f = kind == 2 ? ActivationFunction.IDENTITY : ActivationFunction.RELU;
    return new CodeOutput(EncoderThresholds.of(banks, f), random.ints(outputs, 0, count).toArray());
  }

  private int code(int codes, boolean extreme) {
    return extreme ? random.nextInt(2) * (codes - 1) : random.nextInt(codes);
  }
}
