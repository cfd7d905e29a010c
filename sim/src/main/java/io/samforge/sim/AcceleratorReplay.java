package io.samforge.sim;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.ModelLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Repeats a simulated accelerator's life with a traced model and dumps only a window of cycles.
 *
 * @param library the model that was simulated
 * @param options what surrounded it
 * @param actions everything done to it
 */
record AcceleratorReplay(ModelLibrary library, AcceleratorOptions options, List<Action> actions) {

  /** Dumps cycles from..to, both included, to an FST file and returns its path. */
  Path dump(long from, long to, Path file) {
    if (from < 0 || to < from) {
      throw new UserError("waveform window " + from + ".." + to + ": not a range of cycles");
    }
    createFolder(file);
    try (NativeAccelerator target =
        AcceleratorSimulation.surround(NativeModel.open(library.traced()), options)) {
      target.model().traceWindow(file.toAbsolutePath(), from, to);
      perform(target, to);
      target.model().traceClose();
    }
    if (!Files.exists(file)) {
      throw new UserError(
          "waveform window " + from + ".." + to + ": the simulation ended before cycle " + from);
    }
    return file;
  }

  private void perform(NativeAccelerator target, long to) {
    try {
      for (Action action : actions) {
        long left = to + 1 - target.model().cycle();
        if (left <= 0) {
          return;
        }
        if (action instanceof Action.Run run) {
          new Action.Run(Math.min(run.cycles(), left), run.stopAtInterrupt()).perform(target);
        } else {
          action.perform(target);
        }
      }
    } catch (SimulationException sameAsTheFirstTime) {
      // The run being replayed ended here; the waveform up to this cycle is what is wanted.
    }
  }

  private static void createFolder(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new UserError("waveform " + file + ": " + failure.getMessage());
    }
  }
}
