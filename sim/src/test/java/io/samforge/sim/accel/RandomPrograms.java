package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.OperandKind;
import io.samforge.sim.MemoryModel;
import java.util.List;
import java.util.Random;

/** Makes random programs of one to four layers with shapes around the sizes of the hardware. */
final class RandomPrograms {
  private final AcceleratorConfig config;
  private final Random random;
  private final RandomLayers layers;

  RandomPrograms(AcceleratorConfig config, Random random) {
    this.config = config;
    this.random = random;
    this.layers = new RandomLayers(config, random);
  }

  /** Returns a program; neighbouring layers are chained where the first delivers codes. */
  TestProgram next() {
    TestProgram.Builder builder = new TestProgram.Builder(config);
    int count = Math.max(1, random.nextInt(6) - 1);
    GemmLayer before = null;
    for (int i = 0; i < count; i++) {
      boolean chained =
          before != null && before.output() instanceof CodeOutput && random.nextInt(4) != 0;
      GemmLayer layer =
          chained
              ? layer(i, before.tokens(), before.outputs(), chainable())
              : first(i, tokens(), channels());
      if (chained) {
        builder.chained(layer);
      } else {
        builder.layer(layer, layers.codes(layer));
      }
      before = layer;
    }
    return builder.build();
  }

  /** Returns a memory with random latency, bandwidth and stalls. */
  MemoryModel memory() {
    int[] bytes = {0, 0, config.beatBytes(), config.beatBytes() / 2, 3};
    double worst = random.nextInt(4) == 0 ? 0.9 : 0.4;
    MemoryModel.Stalls stalls =
        new MemoryModel.Stalls(
            stall(worst), stall(worst), stall(worst), stall(worst), stall(worst));
    return MemoryModel.ideal()
        .withLatency(1 + (random.nextBoolean() ? random.nextInt(8) : random.nextInt(200)))
        .withBytesPerCycle(bytes[random.nextInt(bytes.length)])
        .withStalls(stalls, random.nextLong());
  }

  private double stall(double worst) {
    return random.nextInt(3) == 0 ? 0 : worst * random.nextDouble();
  }

  /** Returns a layer whose operand the host writes: of any kind, of wide codes or wide weights. */
  private GemmLayer first(int number, int tokens, int channels) {
    int kind = random.nextInt(5);
    if (kind == 4) {
      RandomLayers.Output output = output();
      return layers
          .wideWeights(name(number, output), tokens, channels, outputs(), output)
          .orElseGet(() -> layer(number, tokens, channels, OperandKind.HLUQ));
    }
    if (kind < 3) {
      return layer(number, tokens, channels, OperandKind.values()[kind]);
    }
    if (!layers.fitsWide(channels)) {
      return layer(number, tokens, channels, OperandKind.CAG);
    }
    RandomLayers.Output output = output();
    return config.groups() >= 4 && random.nextInt(3) == 0
        ? layers.wideGroups(name(number, output), tokens, channels, outputs(), output)
        : layers.wide(name(number, output), tokens, channels, outputs(), output);
  }

  /** Returns the kind of an operand that another layer can write. */
  private OperandKind chainable() {
    return random.nextBoolean() ? OperandKind.CAG : OperandKind.HLUQ;
  }

  private GemmLayer layer(int number, int tokens, int channels, OperandKind operand) {
    RandomLayers.Output output = output();
    return layers.layer(name(number, output), tokens, channels, outputs(), operand, output);
  }

  private RandomLayers.Output output() {
    List<RandomLayers.Output> kinds = RandomLayers.Output.of(config);
    return kinds.get(random.nextInt(kinds.size()));
  }

  private static String name(int number, RandomLayers.Output output) {
    return "layer" + number + "." + output;
  }

  private int tokens() {
    int depth = config.tokenDepth();
    return switch (random.nextInt(10)) {
      case 0 -> 1;
      case 1 -> 2;
      case 2 -> 3;
      case 3 -> Math.min(depth, 256);
      case 4 -> depth <= 256 ? depth + 1 + random.nextInt(depth) : 1 + random.nextInt(40);
      default -> 1 + random.nextInt(2 * Math.min(depth, 32));
    };
  }

  private int channels() {
    int lanes = config.reductionLanes();
    // Every group may add a chunk of padding, so the widest layers leave room for that.
    int most = config.maxInChannels() - (config.groups() - 1) * lanes;
    int wanted =
        switch (random.nextInt(10)) {
          case 0 -> 1;
          case 1 -> lanes;
          case 2 -> lanes - 1;
          case 3 -> lanes + 1;
          case 4 -> Math.min(most, 512);
          default -> 1 + random.nextInt(6 * lanes);
        };
    return Math.max(1, Math.min(wanted, most));
  }

  /** Returns a number of outputs that a chained layer can still read. */
  private int outputs() {
    int lanes = config.outputLanes();
    int wanted =
        switch (random.nextInt(8)) {
          case 0 -> 1;
          case 1 -> lanes;
          case 2 -> lanes - 1;
          case 3 -> lanes + 1;
          default -> 1 + random.nextInt(3 * lanes);
        };
    int most = config.maxInChannels() - (config.groups() - 1) * config.reductionLanes();
    return Math.max(1, Math.min(wanted, most));
  }
}
