package io.samforge.eval.full;

import io.samforge.arch.model.ModelStep;
import io.samforge.eval.TerminalBar;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;

/**
 * Tells a person at a terminal how far the simulation is; silent when the output goes elsewhere.
 */
final class FullProgress implements AutoCloseable {
  private static final long KILO = 1000;

  private final PrintStream terminal;
  private ProgressBar bar;

  private FullProgress(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Progress on {@code err}, or none if the caller does not say that this is a terminal. */
  static FullProgress on(PrintStream err) {
    return new FullProgress(TerminalBar.terminal() ? err : null);
  }

  /** No progress at all. */
  static FullProgress silent() {
    return new FullProgress(null);
  }

  /** Tells that a stage begins. */
  void stage(String name) {
    if (terminal != null) {
      terminal.println(name);
    }
  }

  /** Counts steps of the golden model. */
  void golden(ModelStep step, int done, int total) {
    if (terminal != null) {
      show("golden model", " steps", 1, total);
      bar.stepTo(done);
      if (done == total) {
        close();
      }
    }
  }

  /** Shows a bar of simulated cycles from here on; the time left comes with it. */
  void expect(long cycles, int units) {
    stage(units + " units to simulate");
    if (terminal != null && units > 0) {
      show("simulating", " kcycles", KILO, cycles);
    }
  }

  /** Counts cycles of any process. */
  synchronized void simulated(long cycles) {
    if (bar != null) {
      bar.stepBy(cycles);
    }
  }

  private void show(String task, String unit, long unitSize, long total) {
    if (bar == null) {
      bar = TerminalBar.open(terminal, task, unit, unitSize, total);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
