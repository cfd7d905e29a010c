package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.OperandKind;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.PortRows;
import io.samforge.sim.Recording;
import io.samforge.sim.SimulationException;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.icarus.Icarus;
import io.samforge.sim.icarus.IcarusReplay;
import io.samforge.sim.testing.NativeLeakCheck;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Repeats layers that were bit-exact in Verilator in Icarus Verilog: every output bit in every
 * cycle. Two simulators that read the standard apart, and one of them knows unknown bits, so state
 * that reset should have cleared cannot hide.
 */
@ExtendWith(NativeLeakCheck.class)
class AcceleratorIcarusTest {
  /** Write data come from a memory and are unknown before they are valid; nothing else is. */
  private static final Map<String, String> PAYLOADS = Map.of("m_axi_wdata", "m_axi_wvalid");

  private final AcceleratorConfig tiny = TestConfigs.shipped("tiny");
  private final ModelSource source = source(tiny);
  private final IcarusReplay replay = new IcarusReplay(Icarus.onPath(), 1, PAYLOADS);
  private final Random random = new Random(TestDesigns.seed(20));

  @TempDir private Path folder;

  @Test
  void randomLayersAgreeOnEveryBit() {
    agreesOnEveryBit(tiny);
  }

  @Test
  void lanesPackedIntoDspsAgreeOnEveryBit() {
    agreesOnEveryBit(TestConfigs.packed("packed-small"));
  }

  private void agreesOnEveryBit(AcceleratorConfig config) {
    MemoryModel slow =
        MemoryModel.ideal()
            .withLatency(7)
            .withStalls(MemoryModel.Stalls.all(0.3), random.nextLong());
    int cycles = 0;
    RandomLayers.Output[] outputs =
        RandomLayers.Output.of(config).toArray(RandomLayers.Output[]::new);
    for (OperandKind first : new OperandKind[] {OperandKind.CAG, OperandKind.HLUQ}) {
      // A CAG layer behind the reset meets a shift path that was never used.
      MemoryModel memory = first == OperandKind.CAG ? MemoryModel.ideal() : slow;
      Recording recording = record(config, memory, first, outputs);
      IcarusReplay.Result result =
          replay.compare(source(config), recording, folder.resolve("icarus"));
      int width = recording.outputs().stream().mapToInt(port -> port.width()).sum();
      assertThat(result.bits() + result.unknownBits()).isEqualTo((long) width * result.cycles());
      assertThat(result.bits()).isGreaterThan((width - 64L) * (result.cycles() - 1));
      assertThat(result.cycles()).isEqualTo(recording.cycles());
      cycles += result.cycles();
    }
    // Five layers twice: nothing was cut short.
    assertThat(cycles).isGreaterThan(4000);
  }

  @Test
  void oneWrongBitIsFoundWithItsCycleAndSignal() {
    Recording recording =
        record(tiny, MemoryModel.ideal(), OperandKind.HLUQ, RandomLayers.Output.CAG);
    PortRows values = recording.values();
    int writing = first(values, "m_axi_wvalid");
    int reading = first(values, "m_axi_arvalid");
    assertFlipIsFound(recording, writing, "m_axi_wdata", 13);
    assertFlipIsFound(recording, reading, "m_axi_araddr", 5);
    assertFlipIsFound(recording, recording.cycles() - 1, "interrupt", 0);
  }

  @Test
  void oneWrongGateIsFound() {
    Recording recording =
        record(tiny, MemoryModel.ideal(), OperandKind.HLUQ, RandomLayers.Output.RAW);
    String right = source.sources().get(0).text();
    String wrong = right.replaceFirst("\\(weight_lane == ", "(weight_lane != ");
    assertThat(wrong).isNotEqualTo(right);
    ModelSource broken = ModelSource.text(RtlGenerator.TOP, wrong);
    assertThatThrownBy(() -> replay.compare(broken, recording, folder.resolve("icarus")))
        .isInstanceOf(SimulationException.class)
        .hasMessageMatching(
            "Accelerator: cycle \\d+, \\w+\\[\\d+\\]: Icarus has [01x], Verilator has [01]");
  }

  @Test
  void aWrongNameOfAPayloadIsNamed() {
    Recording recording =
        record(tiny, MemoryModel.ideal(), OperandKind.HLUQ, RandomLayers.Output.RAW);
    IcarusReplay misspelt =
        new IcarusReplay(Icarus.onPath(), 1, Map.of("m_axi_wdata", "m_axi_valid"));
    assertThatThrownBy(() -> misspelt.compare(source, recording, folder.resolve("icarus")))
        .isInstanceOf(UserError.class)
        .hasMessage("replay of Accelerator: there is no output m_axi_valid");
  }

  private static ModelSource source(AcceleratorConfig config) {
    return ModelSource.text(RtlGenerator.TOP, RtlCache.standard().accelerator(config));
  }

  private static int first(PortRows values, String valid) {
    return IntStream.range(0, values.cycles())
        .filter(cycle -> values.get(cycle, valid) == 1)
        .findFirst()
        .orElseThrow();
  }

  private void assertFlipIsFound(Recording recording, int cycle, String port, int bit) {
    PortRows values = recording.values();
    long right = values.get(cycle, port);
    values.set(cycle, port, right ^ 1L << bit);
    assertThatThrownBy(() -> replay.compare(source, recording, folder.resolve("icarus")))
        .isInstanceOf(SimulationException.class)
        .hasMessage(
            "Accelerator: cycle %d, %s[%d]: Icarus has %d, Verilator has %d",
            cycle, port, bit, right >>> bit & 1, ~right >>> bit & 1);
    values.set(cycle, port, right);
  }

  /** Runs layers of all kinds, bit-exact, and returns what happened at the ports. */
  private Recording record(
      AcceleratorConfig config,
      MemoryModel memory,
      OperandKind first,
      RandomLayers.Output... kinds) {
    Path file = folder.resolve("ports.rec");
    RandomLayers layers = new RandomLayers(config, random);
    AcceleratorOptions options = AcceleratorOptions.of(config.dramBytes()).withMemory(memory);
    try (AcceleratorSimulation sim =
        AcceleratorSimulation.open(source(config), BuildOptions.quick(), options)) {
      sim.startRecording(file);
      sim.reset();
      ProgramCheck check = new ProgramCheck(config, new ProgramRunner(config, sim));
      OperandKind[] operands = {OperandKind.CAG, OperandKind.HLUQ, OperandKind.LOG2};
      int next = first.ordinal();
      for (RandomLayers.Output kind : kinds) {
        int tokens = 2 + random.nextInt(40);
        int channels = 1 + random.nextInt(40);
        int outputs = 1 + random.nextInt(12);
        GemmLayer layer =
            layers.layer(kind.name(), tokens, channels, outputs, operands[next], kind);
        byte[][] codes = layers.codes(layer);
        check.run("icarus", new TestProgram.Builder(config).layer(layer, codes).build());
        next = (next + 1) % operands.length;
      }
      sim.stopRecording();
    }
    return Recording.read(file);
  }
}
