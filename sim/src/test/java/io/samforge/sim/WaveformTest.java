package io.samforge.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.sim.testing.NativeLeakCheck;
import io.samforge.sim.verilator.BuildOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeLeakCheck.class)
class WaveformTest {
  @TempDir Path folder;

  @Test
  void dumpsOnlyTheWindow() throws IOException {
    Path file = folder.resolve("window.fst");
    BuildOptions traced = BuildOptions.quick().withTrace(true);
    try (Simulation sim = Simulation.open(TestDesigns.source("counter"), traced)) {
      sim.set("enable", 1);
      sim.traceWindow(file, 20, 29);
      sim.step(100);
      assertThat(sim.cycle()).isEqualTo(100);
    }
    assertWindow(file, 20, 29);
  }

  @Test
  void refusesWithoutTracing() {
    try (Simulation sim = Simulation.open(TestDesigns.source("counter"), BuildOptions.quick())) {
      assertThatThrownBy(() -> sim.traceWindow(Path.of("x.fst"), 0, 1))
          .hasMessage("waveform x.fst: the model was built without tracing");
    }
  }

  @Test
  void acceleratorIsReplayedAfterItFailed() throws IOException {
    Path file = folder.resolve("waves").resolve("failure.fst");
    MemoryModel memory = MemoryModel.ideal().withStalls(MemoryModel.Stalls.all(0.5), 5);
    AcceleratorSimulation sim = CopyJob.open(10, CopyJob.options().withMemory(memory));
    try (sim) {
      sim.writeMemory(0, CopyJob.randomBytes(1, 4096));
      CopyJob.start(sim, 0, 0x20000, 400);
      assertThatThrownBy(() -> sim.run(5000))
          .hasMessage(
              "AXI protocol violation in cycle %d on W: wdata changed while waiting for ready",
              sim.cycle());
    }
    long end = sim.cycle();
    assertThat(sim.replay(end - 10, end, file)).isEqualTo(file);
    // The violating cycle itself has no edge: the last one dumped is the one before.
    assertWindow(file, end - 10, end - 1);
    sim.replay(3, 8, file);
    assertWindow(file, 3, 8);
  }

  @Test
  void replayNeedsAJournalAndAWindowInsideTheRun() {
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options().withoutJournal())) {
      assertThatThrownBy(() -> sim.replay(0, 1, Path.of("x.fst")))
          .hasMessage("waveform x.fst: the simulation was opened without a journal");
    }
    try (AcceleratorSimulation sim = CopyJob.open(0, CopyJob.options())) {
      assertThatThrownBy(() -> sim.replay(100, 120, folder.resolve("x.fst")))
          .hasMessage("waveform window 100..120: the simulation ended before cycle 100");
    }
  }

  @Test
  void recordedSimulationIsReplayed() throws IOException {
    Path recording = folder.resolve("counter.rec");
    Simulation sim = Simulation.open(TestDesigns.source("counter"), BuildOptions.quick());
    try (sim) {
      sim.startRecording(recording);
      sim.set("enable", 1);
      sim.set("step", 5);
      sim.step(40);
    }
    Path file = folder.resolve("replayed.fst");
    new RecordingReplay(sim.library(), Recording.read(recording)).dump(30, 39, file);
    assertWindow(file, 30, 39);
  }

  @Test
  void incompleteRecordingsAreRefused() throws IOException {
    Path file = folder.resolve("broken.rec");
    Files.writeString(file, "samforge-recording 1\ninput a 16\nend\nabc");
    assertThatThrownBy(() -> Recording.read(file))
        .hasMessage("recording " + file + ": ends in the middle of a cycle");
    Files.writeString(file, "something else\n");
    assertThatThrownBy(() -> Recording.read(file))
        .hasMessage("recording " + file + ": not a samforge recording");
  }

  // An FST file starts with block type 0, the block's length, and the first and last time.
  private static void assertWindow(Path file, long from, long to) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(file));
    assertThat(header.get(0)).isZero();
    assertThat(header.getLong(1)).isEqualTo(329);
    assertThat(header.getLong(9)).as("first time").isEqualTo(10 * from);
    assertThat(header.getLong(17)).as("last time").isEqualTo(10 * to + 5);
  }
}
