package io.samforge.eval.demo;

import io.samforge.eval.TerminalBar;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;

/**
 * Tells a person at a terminal what is going on; silent when the output goes elsewhere.
 *
 * <p>Simulated cycles may be reported from several threads.
 */
final class DemoProgress implements AutoCloseable {
  private static final long KILO = 1000;

  private final PrintStream terminal;
  private final AtomicLong cycles = new AtomicLong();
  private ProgressBar bar;

  private DemoProgress(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Progress on {@code err}, or none if the caller does not say that this is a terminal. */
  static DemoProgress on(PrintStream err) {
    return new DemoProgress(TerminalBar.terminal() ? err : null);
  }

  /** No progress at all. */
  static DemoProgress silent() {
    return new DemoProgress(null);
  }

  /** Tells that a step begins. */
  void stage(String name) {
    if (terminal != null) {
      terminal.println(name);
    }
  }

  /** Shows a bar of simulated cycles from here on; time left comes with it. */
  void expect(long allCycles) {
    if (terminal != null) {
      bar = TerminalBar.open(terminal, "simulating", " kcycles", KILO, allCycles);
      bar.stepTo(cycles.get());
    }
  }

  /** Counts cycles of any simulation. */
  synchronized void simulated(long more) {
    long all = cycles.addAndGet(more);
    if (bar != null) {
      bar.stepTo(all);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
