package io.samforge.eval.demo;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Tells a person at a terminal what is going on; silent when the output goes elsewhere.
 *
 * <p>Simulated cycles may be reported from several threads.
 */
final class DemoProgress implements AutoCloseable {
  private static final int REFRESH_MILLIS = 250;
  private static final int WIDTH = 78;
  private static final long KILO = 1000;

  private final PrintStream terminal;
  private final AtomicLong cycles = new AtomicLong();
  private ProgressBar bar;

  private DemoProgress(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Progress on {@code err}, or none if the caller does not say that this is a terminal. */
  static DemoProgress on(PrintStream err) {
    // Java 17 cannot tell whether the error stream is a terminal; scripts/run.sh can.
    return new DemoProgress(Boolean.getBoolean("samforge.terminal") ? err : null);
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
      bar =
          new ProgressBarBuilder()
              .setTaskName("simulating")
              .setUnit(" kcycles", KILO)
              .setInitialMax(allCycles)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(terminal, WIDTH))
              .build();
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
