package io.samforge.sim.icarus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.PortRows;
import io.samforge.sim.Recording;
import io.samforge.sim.Simulation;
import io.samforge.sim.SimulationException;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.testing.NativeLeakCheck;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import io.samforge.sim.verilator.VerilogSource;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeLeakCheck.class)
class IcarusReplayTest {
  private final IcarusReplay counting = IcarusReplay.countingUnknown(Icarus.onPath());
  private final IcarusReplay strict = new IcarusReplay(Icarus.onPath(), 1);

  @TempDir Path folder;

  @Test
  void agreesOnEveryBitOfARandomRun() {
    Recording recording = recordCounter(400);
    IcarusReplay.Result result =
        strict.compare(TestDesigns.source("counter"), recording, folder.resolve("icarus"));
    assertThat(result).isEqualTo(new IcarusReplay.Result(400, 400 * 180L - 160, 160));
  }

  @Test
  void findsOneWrongBit() {
    Recording recording = recordCounter(50);
    PortRows values = recording.values();
    BigInteger wide = values.getBig(31, "wide");
    values.set(31, "wide", wide.flipBit(77));
    assertThatThrownBy(
            () -> strict.compare(TestDesigns.source("counter"), recording, folder.resolve("i")))
        .isInstanceOf(SimulationException.class)
        .hasMessageMatching("counter: cycle 31, wide\\[77\\]: Icarus has [01], Verilator has [01]");
  }

  @Test
  void countsOrRefusesUnknownBits() {
    Path file = folder.resolve("unreset.rec");
    try (Simulation sim = Simulation.open(TestDesigns.source("counter"), BuildOptions.quick())) {
      sim.startRecording(file);
      sim.step();
      sim.reset();
      sim.step(3);
    }
    Recording recording = Recording.read(file);
    ModelSource source = TestDesigns.source("counter");
    IcarusReplay.Result result = counting.compare(source, recording, folder.resolve("counting"));
    // count and next are unknown until the first edge in reset; so are 80 bits of wide.
    assertThat(result.unknownBits()).isEqualTo(2 * (40 + 40 + 80));
    assertThat(result.bits() + result.unknownBits()).isEqualTo(6 * 180);
    assertThatThrownBy(() -> strict.compare(source, recording, folder.resolve("strict")))
        .hasMessageStartingWith("counter: cycle 1, ")
        .hasMessageContaining("Icarus has x, Verilator has 0");
  }

  @Test
  void comparesCombinationalTopsWithEscapedNames() {
    Path file = folder.resolve("alu.rec");
    ModelSource source = TestDesigns.source("alu");
    Random random = new Random(TestDesigns.seed(3));
    try (Simulation sim = Simulation.open(source, BuildOptions.quick())) {
      sim.startRecording(file);
      PortRows stimulus = sim.inputs().rows(500);
      random.nextBytes(stimulus.bytes());
      for (int i = 0; i < 500; i++) {
        stimulus.set(i, "while", random.nextInt(2));
      }
      sim.run(stimulus, sim.outputs());
    }
    IcarusReplay.Result result =
        strict.compare(source, Recording.read(file), folder.resolve("icarus"));
    assertThat(result).isEqualTo(new IcarusReplay.Result(500, 500 * 16L, 0));
  }

  @Test
  void comparesARecordedAccelerator() {
    Path file = folder.resolve("copy.rec");
    ModelSource source = TestDesigns.source("memcopy");
    try (AcceleratorSimulation sim =
        AcceleratorSimulation.open(source, BuildOptions.quick(), AcceleratorOptions.of(1 << 20))) {
      sim.startRecording(file);
      sim.reset();
      sim.fill(0, 4096, (byte) 0x3c);
      sim.writeRegister(0x010, 1);
      sim.writeRegister(0x01c, 0x8000);
      sim.writeRegister(0x018, 100);
      sim.writeRegister(0x008, 1);
      sim.run(1000);
      sim.stopRecording();
    }
    Recording recording = Recording.read(file);
    IcarusReplay.Result result = counting.compare(source, recording, folder.resolve("icarus"));
    assertThat(result.cycles()).isEqualTo(recording.cycles()).isGreaterThan(100);
    // Only write data is unknown, and only until the queue is written.
    assertThat(result.unknownBits()).isPositive().isLessThan(64L * recording.cycles());

    PortRows values = recording.values();
    int writing = 0;
    while (values.get(writing, "m_axi_wvalid") == 0) {
      writing++;
    }
    values.set(writing, "m_axi_wdata", values.get(writing, "m_axi_wdata") ^ 1L << 42);
    assertThatThrownBy(() -> counting.compare(source, recording, folder.resolve("wrong")))
        .hasMessage("memcopy: cycle %d, m_axi_wdata[42]: Icarus has 1, Verilator has 0", writing);
  }

  @Test
  void runsATestbenchOfItsOwn() {
    VerilogSource testbench =
        new VerilogSource("hello.v", "module hello; initial $display(\"six %0d\", 2*3); endmodule");
    assertThat(Icarus.onPath().run(folder, List.of(testbench), "hello")).containsExactly("six 6");
  }

  @Test
  void mistakesAreNamed() {
    VerilogSource broken = new VerilogSource("broken.v", "module broken; wire endmodule");
    assertThatThrownBy(() -> Icarus.onPath().run(folder, List.of(broken), "broken"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("iverilog: broken.v:1: syntax error (log: ");
    Icarus missing = new Icarus(new Toolchain(folder.toString()));
    assertThatThrownBy(() -> missing.run(folder, List.of(broken), "broken"))
        .isInstanceOf(UserError.class)
        .hasMessage("iverilog was not found on the PATH: run `make setup`");
  }

  private Recording recordCounter(int cycles) {
    Path file = folder.resolve("counter.rec");
    Random random = new Random(TestDesigns.seed(2));
    try (Simulation sim = Simulation.open(TestDesigns.source("counter"), BuildOptions.quick())) {
      PortRows stimulus = sim.inputs().rows(cycles);
      stimulus.set(0, "reset", 1);
      for (int c = 0; c < cycles; c++) {
        stimulus.set(c, "enable", random.nextInt(2)).set(c, "step", random.nextInt(1 << 16));
        stimulus.set(c, "mask", new BigInteger(100, random));
      }
      sim.startRecording(file);
      sim.run(stimulus, sim.outputs());
    }
    return Recording.read(file);
  }
}
