package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramBuilder;
import io.samforge.host.RunCounters;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.cycles.CycleModel;
import io.samforge.sim.cycles.MemoryTiming;
import io.samforge.sim.testing.NativeLeakCheck;
import io.samforge.sim.verilator.ModelLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cycle model's counters equal the hardware's, exactly, whatever the shape. */
@ExtendWith(NativeLeakCheck.class)
class CycleModelTest {
  private static final long SEED = Long.getLong("samforge.seed", 20260101);

  @ParameterizedTest(name = "{0}, {1} shapes, latency {2}, {3} bytes per cycle")
  @CsvSource({
    "tiny, 100, 1, 0",
    "tiny, 40, 37, 5",
    "paper, 60, 1, 0",
    "paper, 20, 100, 64",
    "odd, 30, 1, 0",
    "odd, 20, 100, 64",
    "split, 30, 1, 0",
    "split, 20, 100, 64",
    "small, 40, 1, 0",
    "small, 20, 100, 64"
  })
  void equalsTheHardwareCounters(String name, int shapes, int latency, int bytesPerCycle) {
    boolean shipped = !name.equals("odd") && !name.equals("split");
    AcceleratorConfig config = shipped ? config(name) : TestConfigs.named(name);
    Random random = new Random(SEED);
    System.out.println("samforge.seed=" + SEED);
    ModelLibrary library = AcceleratorModels.quick(config);
    MemoryModel memory = MemoryModel.ideal().withLatency(latency).withBytesPerCycle(bytesPerCycle);
    CycleModel model = new CycleModel(config, new MemoryTiming(latency, bytesPerCycle));
    AcceleratorOptions options =
        AcceleratorOptions.of(config.dramBytes()).withMemory(memory).withoutJournal();
    try (AcceleratorSimulation simulation = AcceleratorSimulation.open(library, options)) {
      ProgramRunner runner = new ProgramRunner(config, simulation);
      for (int i = 0; i < shapes; i++) {
        Program program = randomProgram(config, random, i);
        runner.load(program);
        RunCounters hardware = runner.run(program, 100_000_000);
        assertThat(hardware).as(program.layers().toString()).isEqualTo(model.run(program));
      }
    }
  }

  private static Program randomProgram(AcceleratorConfig config, Random random, int number) {
    RandomLayers layers = new RandomLayers(config, random);
    ProgramBuilder builder = new ProgramBuilder(config);
    int count = 1 + random.nextInt(3);
    for (int l = 0; l < count; l++) {
      int tokens = 1 + random.nextInt(random.nextBoolean() ? 5 : 2 * config.tokenDepth());
      int channels = 1 + random.nextInt(Math.min(config.maxInChannels() / 5, 300));
      int outputs = 1 + random.nextInt(5 * config.outputLanes());
      List<RandomLayers.Output> kinds = RandomLayers.Output.of(config);
      RandomLayers.Output kind = kinds.get(random.nextInt(kinds.size()));
      OperandKind operand = OperandKind.values()[random.nextInt(3)];
      GemmLayer layer = layers.layer(number + "." + l, tokens, channels, outputs, operand, kind);
      builder.layer(layer);
    }
    return builder.build();
  }

  static AcceleratorConfig config(String name) {
    return AcceleratorConfig.load(
        Path.of(System.getProperty("samforge.root", ".."), "configs", name + ".json"));
  }
}
