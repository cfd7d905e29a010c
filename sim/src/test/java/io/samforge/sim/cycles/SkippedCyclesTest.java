package io.samforge.sim.cycles;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.ActivationLayout;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.OutputKind;
import io.samforge.arch.program.TilePlan;
import io.samforge.arch.program.WeightStream;
import io.samforge.host.RunCounters;
import io.samforge.sim.TestDesigns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Skipping cycles that are alike changes no counter, wherever regions begin in their pages. */
class SkippedCyclesTest {
  @ParameterizedTest(name = "{0}, latency {1}, {2} bytes per cycle")
  @CsvSource({
    "tiny, 1, 0",
    "tiny, 100, 3",
    "paper, 1, 0",
    "paper, 100, 64",
    "paper, 13, 16",
    "large, 1, 0",
    "large, 100, 64",
    "fp32-paper, 1, 0",
    "fp32-paper, 100, 64",
    "fp32-paper, 30, 7"
  })
  void countsWhatEveryCycleCounts(String name, int latency, int bytesPerCycle) {
    AcceleratorConfig config =
        AcceleratorConfig.load(
            Path.of(System.getProperty("samforge.root", ".."), "configs", name + ".json"));
    long seed = TestDesigns.seed(20260713);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed + name.hashCode() + latency);
    CycleModel model = new CycleModel(config, new MemoryTiming(latency, bytesPerCycle));
    for (int i = 0; i < 20; i++) {
      List<LayerDescriptor> layers = new ArrayList<>();
      for (int l = 1 + random.nextInt(2); l > 0; l--) {
        layers.add(layer(config, random));
      }
      long address = 64L * random.nextInt(100);
      RunCounters expected = model.runEveryCycle(layers, address);
      assertThat(model.run(layers, address)).as("%s", layers).isEqualTo(expected);
    }
  }

  /** Returns a layer of many tiles and output tiles whose regions begin anywhere in a page. */
  private static LayerDescriptor layer(AcceleratorConfig config, Random random) {
    // With few tokens weights are what is waited for, and so every burst counts.
    int most = random.nextBoolean() ? 20 : 6 * config.tokenDepth();
    boolean many = random.nextInt(3) == 0;
    int tokens = 1 + random.nextInt(many ? 30 * config.tokenDepth() : most);
    int lanes = config.outputLanes();
    int chunks = 1 + random.nextInt(random.nextBoolean() ? 4 : 24);
    int slots = chunks * config.reductionLanes();
    int outputs = 1 + random.nextInt(many ? 3 * lanes : 80 * Math.min(lanes, 16));
    boolean floats = config.isFp32();
    OutputKind output = floats || random.nextBoolean() ? OutputKind.RAW : OutputKind.CODES;
    int bits = output.elementBits(config.activationBits());
    ActivationLayout in = ActivationLayout.of(config, tokens, slots, config.activationBits());
    ActivationLayout out = ActivationLayout.of(config, tokens, outputs, bits);
    TilePlan tiles = TilePlan.of(config, "layer", tokens, chunks, in.blocks(), bits);
    return new LayerDescriptor(
        floats ? OperandKind.FP32 : OperandKind.CAG,
        output,
        0,
        tokens,
        tiles.tileTokens(),
        tiles.lastTileTokens(),
        tiles.tiles(),
        chunks,
        out.blocks(),
        in.blocks(),
        0,
        64L * random.nextInt(1000),
        64L * random.nextInt(1000),
        64L * random.nextInt(1000),
        64L * random.nextInt(1000),
        in.blockStride(),
        out.blockStride(),
        in.beats(tiles.tileTokens()),
        in.beats(tiles.lastTileTokens()),
        out.beats(tiles.tileTokens()),
        out.beats(tiles.lastTileTokens()),
        WeightStream.weightBeats(config, chunks),
        config.hashWord(0));
  }
}
