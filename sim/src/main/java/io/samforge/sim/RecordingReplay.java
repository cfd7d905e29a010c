package io.samforge.sim;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.ModelLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Repeats a recorded simulation of any top module with a traced model, to see a window of it.
 *
 * @param library the model that was recorded
 * @param recording its ports from cycle 0 on
 */
public record RecordingReplay(ModelLibrary library, Recording recording) {

  /**
   * Dumps cycles from..to, both included, to an FST file.
   *
   * @return the path of the file
   */
  public Path dump(long from, long to, Path file) {
    if (from < 0 || to < from || from >= recording.cycles()) {
      throw new UserError(
          "waveform window " + from + ".." + to + ": " + recording.cycles() + " cycles recorded");
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException failure) {
      throw new UserError("waveform " + file + ": " + failure.getMessage());
    }
    try (Simulation simulation = Simulation.open(library.traced())) {
      simulation.traceWindow(file, from, to);
      simulation.run(recording.stimulus(simulation.inputs()), new PortLayout(List.of()));
      simulation.stopTrace();
    }
    return file;
  }
}
