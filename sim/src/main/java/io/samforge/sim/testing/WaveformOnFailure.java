package io.samforge.sim.testing;

import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.Recording;
import io.samforge.sim.RecordingReplay;
import io.samforge.sim.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * JUnit extension that leaves a waveform behind when a test fails.
 *
 * <p>Register it as a field with {@code @RegisterExtension} and pass simulations through {@link
 * #watch}. Passing tests pay no waveform: only when a test fails is the simulation repeated with a
 * traced model and its last cycles dumped under {@code build/waves/}; the path is printed.
 */
public final class WaveformOnFailure implements AfterTestExecutionCallback {
  private static final long DEFAULT_CYCLES = 2000;

  /** A simulation and how to dump the end of it. */
  private interface Watched {
    /** Dumps the last cycles and returns the path of the file. */
    Path dump(Path file);

    /** Frees what watching needed. */
    void forget();
  }

  private final Path folder;
  private final long lastCycles;
  private final List<Watched> watched = new ArrayList<>();

  /** Keeps the last 2000 cycles, under {@code build/waves}. */
  public WaveformOnFailure() {
    this(Path.of("build", "waves"), DEFAULT_CYCLES);
  }

  /**
   * Keeps the last cycles of a failing test.
   *
   * @param folder where the waveforms go
   * @param lastCycles cycles before the end to dump
   */
  public WaveformOnFailure(Path folder, long lastCycles) {
    this.folder = folder;
    this.lastCycles = lastCycles;
  }

  /** Watches an accelerator, which must keep a journal, and returns it. */
  public AcceleratorSimulation watch(AcceleratorSimulation simulation) {
    watched.add(new WatchedAccelerator(simulation, lastCycles));
    return simulation;
  }

  /** Watches a simulation that has not run yet, by recording its ports, and returns it. */
  public Simulation watch(Simulation simulation) {
    try {
      Path recording = Files.createTempFile("samforge-", ".rec");
      simulation.startRecording(recording);
      watched.add(new WatchedSimulation(simulation, recording, lastCycles));
      return simulation;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    String name = fileName(context);
    for (int i = 0; i < watched.size(); i++) {
      if (context.getExecutionException().isPresent()) {
        Path file = folder.resolve(name + (i == 0 ? "" : "." + i) + ".fst");
        context.publishReportEntry("waveform", dump(watched.get(i), file));
      }
      watched.get(i).forget();
    }
    watched.clear();
  }

  // Repetitions of one method differ only in their display names.
  private static String fileName(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    String display = context.getDisplayName();
    String name = context.getRequiredTestClass().getSimpleName() + "." + method;
    return display.startsWith(method)
        ? name
        : name + "." + display.replaceAll("[^A-Za-z0-9._-]+", "_");
  }

  // The test has already failed for its own reason, which a second failure must not hide.
  private static String dump(Watched simulation, Path file) {
    String outcome;
    try {
      outcome = simulation.dump(file).toAbsolutePath().toString();
    } catch (RuntimeException failure) {
      outcome = "none: " + failure.getMessage();
    }
    System.err.println("waveform: " + outcome);
    return outcome;
  }

  private record WatchedAccelerator(AcceleratorSimulation simulation, long lastCycles)
      implements Watched {
    @Override
    public Path dump(Path file) {
      long end = simulation.cycle();
      return simulation.replay(Math.max(0, end - lastCycles), end, file);
    }

    @Override
    public void forget() {}
  }

  private record WatchedSimulation(Simulation simulation, Path recording, long lastCycles)
      implements Watched {
    @Override
    public Path dump(Path file) {
      if (simulation.isOpen()) {
        simulation.stopRecording();
      }
      Recording recorded = Recording.read(recording);
      long end = recorded.cycles() - 1L;
      return new RecordingReplay(simulation.library(), recorded)
          .dump(Math.max(0, end - lastCycles + 1), end, file);
    }

    @Override
    public void forget() {
      try {
        if (simulation.isOpen()) {
          simulation.stopRecording();
        }
        Files.deleteIfExists(recording);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
