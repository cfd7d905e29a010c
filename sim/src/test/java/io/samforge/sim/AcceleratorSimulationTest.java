package io.samforge.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.sim.testing.NativeLeakCheck;
import io.samforge.sim.verilator.BuildOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NativeLeakCheck.class)
class AcceleratorSimulationTest {
  @TempDir Path folder;

  @Test
  void copiesMemoryAndInterrupts() {
    byte[] data = CopyJob.randomBytes(7, 8 * 1000);
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options().withWriteLog())) {
      sim.writeMemory(0x1238, data);
      CopyJob.start(sim, 0x1238, 0x80010, 1000);
      long started = sim.cycle();
      long cycles = sim.run(5000);
      assertThat(sim.readMemory(0x80010, data.length)).isEqualTo(data);
      assertThat(sim.readRegister(CopyJob.STATUS)).isEqualTo(2);
      assertThat(sim.peek("interrupt")).isOne();
      assertThat(sim.statistics().readBeats()).isEqualTo(1000);
      assertThat(sim.statistics().writeBeats()).isEqualTo(1000);
      assertThat(sim.writeCycle(0x80008)).isEmpty();
      assertThat(sim.writeCycle(0x80010 + 8 * 999 + 5).getAsLong())
          .isBetween(started, started + cycles);
      assertThat(sim.writeCycle(0x80018).getAsLong())
          .isEqualTo(sim.writeCycle(0x80010).getAsLong() + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "40, 0, 0", "1, 4, 0", "3, 8, 0.3", "1, 0, 0.5", "9, 5, 0.9"})
  void everyMemoryTimingGivesTheSameData(int latency, int bytesPerCycle, double stall) {
    long seed = TestDesigns.seed(11);
    MemoryModel memory =
        new MemoryModel(latency, bytesPerCycle, MemoryModel.Stalls.all(stall), seed);
    byte[] data = CopyJob.randomBytes(seed, 8 * 600);
    List<Long> runs = new ArrayList<>();
    for (int repeat = 0; repeat < 2; repeat++) {
      try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options().withMemory(memory))) {
        sim.writeMemory(0xff0, data);
        CopyJob.start(sim, 0xff0, 0x20ff8, 600);
        runs.add(sim.run(200_000));
        assertThat(sim.readMemory(0x20ff8, data.length)).as("seed %d", seed).isEqualTo(data);
        if (bytesPerCycle > 0) {
          assertThat(runs.get(0)).isGreaterThan(2 * data.length / bytesPerCycle - 16);
        }
      }
    }
    assertThat(runs.get(0)).as("same inputs, same cycles").isEqualTo(runs.get(1));
  }

  @Test
  void sharedBandwidthIsUsedFully() {
    MemoryModel memory = MemoryModel.ideal().withBytesPerCycle(8);
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options().withMemory(memory))) {
      CopyJob.start(sim, 0, 0x20000, 1000);
      assertThat(sim.run(5000)).isBetween(2000L, 2150L);
    }
  }

  @Test
  void idealMemoryAnswersInTheNextCycleBackToBack() {
    Path file = folder.resolve("ports.rec");
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options())) {
      sim.startRecording(file);
      CopyJob.start(sim, 0, 0x20000, 200);
      sim.run(5000);
      sim.stopRecording();
    }
    Recording recording = Recording.read(file);
    int asked = firstCycle(recording, "m_axi_arvalid", 0);
    assertThat(recording.get(asked, "m_axi_arready")).isOne();
    assertThat(recording.get(asked, "m_axi_rvalid")).isZero();
    for (int beat = 0; beat < 48; beat++) {
      assertThat(recording.get(asked + 1 + beat, "m_axi_rvalid")).isOne();
      assertThat(recording.get(asked + 1 + beat, "m_axi_rlast")).isEqualTo(beat % 16 == 15 ? 1 : 0);
    }
    int lastBeat = firstCycle(recording, "m_axi_wlast", 0);
    assertThat(recording.get(lastBeat, "m_axi_wready")).isOne();
    assertThat(firstCycle(recording, "m_axi_bvalid", 0)).isEqualTo(lastBeat + 1);
  }

  @Test
  void readLatencyIsExact() {
    for (int latency : new int[] {1, 2, 17}) {
      Path file = folder.resolve("latency" + latency);
      MemoryModel memory = MemoryModel.ideal().withLatency(latency);
      try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options().withMemory(memory))) {
        sim.startRecording(file);
        CopyJob.start(sim, 0, 0x20000, 64);
        sim.run(5000);
        sim.stopRecording();
      }
      Recording recording = Recording.read(file);
      assertThat(firstCycle(recording, "m_axi_rvalid", 0))
          .isEqualTo(firstCycle(recording, "m_axi_arvalid", 0) + latency);
    }
  }

  @Test
  void injectedErrorsReachTheDesign() {
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options())) {
      sim.injectReadError(0x108);
      CopyJob.start(sim, 0x100, 0x20000, 4);
      sim.run(1000);
      assertThat(sim.readRegister(CopyJob.STATUS) & 4).isEqualTo(4);
    }
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options())) {
      sim.fill(0x100, 64, (byte) 1);
      sim.fill(0x20000, 64, (byte) 9);
      sim.injectWriteError(0x2000c);
      CopyJob.start(sim, 0x100, 0x20000, 4);
      sim.run(1000);
      assertThat(sim.readRegister(CopyJob.STATUS) & 4).isEqualTo(4);
      assertThat(sim.readMemory(0x20000, 24))
          .startsWith(1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9, 9, 1);
    }
  }

  @Test
  void runUntilPollsARegister() {
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options())) {
      CopyJob.start(sim, 0, 0x20000, 100);
      assertThat(sim.runUntil(CopyJob.STATUS, 1, 0, 5000, 64)).isEqualTo(2);
      CopyJob.start(sim, 0, 0x20000, 100);
      assertThatThrownBy(() -> sim.runUntil(CopyJob.STATUS, 1, 0, 50, 10))
          .isInstanceOf(SimulationException.class)
          .hasMessageStartingWith(
              "register 0x00c is 0x00000001, not 0x00000000 under mask 0x00000001,"
                  + " within 50 cycles; cycle ");
    }
  }

  @Test
  void deadlineDumpsStatusCountersAndChannels() {
    try (AcceleratorSimulation sim = CopyJob.open(8, CopyJob.options())) {
      CopyJob.start(sim, 0, 0x20000, 100);
      assertThatThrownBy(() -> sim.run(500))
          .isInstanceOf(SimulationException.class)
          .hasMessageMatching(
              "no interrupt within 500 cycles; cycle \\d+; AXI: AR valid=0 ready=1, .*"
                  + "B valid=1 ready=0, 0 read bursts open, .*registers: STATUS=0x1,"
                  + " CYCLES_LO=0x[0-9a-f]+, READ_BEATS_LO=0x64");
    }
  }

  @Test
  void silentRegistersDoNotHang() {
    try (AcceleratorSimulation sim = CopyJob.open(15, CopyJob.options())) {
      assertThatThrownBy(() -> sim.writeRegister(CopyJob.SOURCE, 1))
          .isInstanceOf(SimulationException.class)
          .hasMessage("register write at 0x14: no response within 1000 cycles");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|0.6|on AR: valid dropped before ready",
        "2|0.6|on AR: araddr changed while waiting for ready",
        "3|0|on AR: burst crosses a 4 KiB boundary (burst of 16 beats at 0xfc0)",
        "4|0|on AR: more than 32 beats (burst of 40 beats at 0xec0)",
        "5|0|on W: wlast before the last beat of the burst",
        "6|0|on W: no wlast on the last beat of the burst",
        "7|0|on W: wstrb is not all ones",
        "9|0.6|on AW: valid dropped before ready",
        "10|0.6|on W: wdata changed while waiting for ready",
        "11|0|on AR: size is not the full data width (burst of 16 beats at 0xec0)",
        "12|0|on AR: burst type is not INCR (burst of 16 beats at 0xec0)",
        "13|0|on AXI4-Lite B: bvalid without a write",
      })
  void checkerFindsPlantedDefects(int bug, double stall, String expected) {
    MemoryModel memory = MemoryModel.ideal().withStalls(MemoryModel.Stalls.all(stall), 5);
    try (AcceleratorSimulation sim = CopyJob.open(bug, CopyJob.options().withMemory(memory))) {
      CopyJob.start(sim, bug == 3 ? 0xf40 : 0xec0, 0x20000, 400);
      assertThatThrownBy(() -> sim.run(5000))
          .isInstanceOf(SimulationException.class)
          .hasMessageMatching("AXI protocol violation in cycle \\d+ " + quote(expected));
      assertThatThrownBy(() -> sim.advance(1)).hasMessageStartingWith("the simulation has ended: ");
    }
  }

  @Test
  void checkerFindsValidDuringReset() {
    assertThatThrownBy(() -> CopyJob.open(14, CopyJob.options()))
        .isInstanceOf(SimulationException.class)
        .hasMessage("AXI protocol violation in cycle 3 on AW: valid is high during reset");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x1004|AR: address is not aligned to 8 bytes (burst of 16 beats at 0x1004)",
        "0x100000|AR: burst leaves the DRAM of 0x100000 bytes (burst of 16 beats at 0x100000)",
      })
  void checkerFindsBadAddresses(String source, String expected) {
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options())) {
      CopyJob.start(sim, Integer.decode(source), 0x20000, 40);
      assertThatThrownBy(() -> sim.run(5000))
          .hasMessageMatching("AXI protocol violation in cycle \\d+ on " + quote(expected));
    }
  }

  @Test
  void checkerFindsReadsThatOvertakeWrites() {
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options())) {
      CopyJob.start(sim, 0, 0x100, 100);
      assertThatThrownBy(() -> sim.run(5000))
          .hasMessageMatching(
              "AXI protocol violation in cycle \\d+ on A[RW]: burst at 0x[0-9a-f]+ overlaps"
                  + " a (read|write) at 0x[0-9a-f]+ that is not answered yet");
    }
  }

  @Test
  void registerErrorResponseIsReported() {
    try (AcceleratorSimulation sim = CopyJob.open(16, CopyJob.options())) {
      assertThatThrownBy(() -> sim.writeRegister(CopyJob.SOURCE, 0))
          .hasMessage("register 20: error response 2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 512})
  void widerBusesWork(int bits) {
    byte[] data = CopyJob.randomBytes(3, bits / 8 * 300);
    BuildOptions build = BuildOptions.quick().withVerilatorFlags(List.of("-GB=" + bits));
    try (AcceleratorSimulation sim =
        AcceleratorSimulation.open(TestDesigns.source("memcopy"), build, CopyJob.options())) {
      sim.writeMemory(bits, data);
      CopyJob.start(sim, bits, 0x40000, 300);
      sim.run(5000);
      assertThat(sim.readMemory(0x40000, data.length)).isEqualTo(data);
    }
  }

  @Test
  void sparseDramOfFourGigabytes() {
    try (AcceleratorSimulation sim =
        CopyJob.open(0, AcceleratorOptions.of(1L << 32).withWriteLog())) {
      byte[] data = CopyJob.randomBytes(4, 64);
      sim.writeMemory(0xffff_0000L, data);
      CopyJob.start(sim, 0xffff_0000, 0x8000_0000, 8);
      sim.run(1000);
      assertThat(sim.readMemory(0x8000_0000L, 64)).isEqualTo(data);
      assertThat(sim.writeCycle(0x8000_0000L)).isPresent();
    }
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> AcceleratorOptions.of(4097))
        .isInstanceOf(UserError.class)
        .hasMessage("DRAM of 4097 bytes; allowed is a multiple of 4096 up to 4294967296");
    assertThatThrownBy(() -> MemoryModel.ideal().withLatency(0))
        .hasMessage("memory model: latencyCycles is 0; allowed is 1..10000");
    assertThatThrownBy(() -> MemoryModel.Stalls.all(1))
        .hasMessage("memory model: stall probability of ar is 1.0; allowed is 0 to below 1");
    assertThatThrownBy(
            () ->
                AcceleratorSimulation.open(
                    TestDesigns.source("counter"), BuildOptions.quick(), CopyJob.options()))
        .isInstanceOf(SimulationException.class)
        .hasMessage("the top module has no port m_axi_arvalid");
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options())) {
      assertThatThrownBy(() -> sim.readMemory(CopyJob.DRAM - 4, 8))
          .hasMessage("DRAM access of 8 bytes at 1048572: the DRAM has 1048576 bytes");
      assertThatThrownBy(() -> sim.writeCycle(0))
          .hasMessage("the simulation was opened without a write log");
    }
  }

  private static String quote(String text) {
    return Pattern.quote(text);
  }

  private static int firstCycle(Recording recording, String port, int from) {
    for (int cycle = from; cycle < recording.cycles(); cycle++) {
      if (recording.get(cycle, port) == 1) {
        return cycle;
      }
    }
    throw new AssertionError(port + " is never high");
  }
}
