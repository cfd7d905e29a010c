package io.samforge.eval.segment;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.eval.TerminalBar;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;

/**
 * Tells how far a mask is: what takes long in a line, and a bar with the time left for a person at
 * a terminal.
 */
final class SegmentProgress implements AutoCloseable {
  private static final long KILO = 1000;
  private static final long MEGA = 1_000_000;

  private final PrintStream out;
  private final PrintStream terminal;
  private ProgressBar bar;

  private SegmentProgress(PrintStream out, PrintStream terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Lines on {@code out}; a bar on {@code err} if the caller says that this is a terminal. */
  static SegmentProgress on(PrintStream out, PrintStream err) {
    return new SegmentProgress(out, TerminalBar.terminal() ? err : null);
  }

  /** Tells something that everyone must know. */
  void say(String line) {
    out.println(line);
  }

  /** Shows a bar of multiply-accumulates of all functions of a package from here on. */
  void expectSteps(ModelPackage model) {
    long macs =
        model.functions().values().stream()
            .flatMap(function -> function.graph().steps().stream())
            .mapToLong(SegmentProgress::macs)
            .sum();
    show("golden model", " M MAC", MEGA, macs);
  }

  /** Counts a finished step. */
  void finished(ModelStep step, int done, int total) {
    if (bar != null) {
      bar.stepBy(macs(step));
    }
  }

  /** Shows a bar of simulated cycles from here on. */
  void expectCycles(long cycles) {
    show("simulating", " kcycles", KILO, cycles);
  }

  /** Counts cycles. */
  void simulated(long cycles) {
    if (bar != null) {
      bar.stepBy(cycles);
    }
  }

  private static long macs(ModelStep step) {
    return step instanceof LinearStep linear
        ? linear.macs()
        : step instanceof ProductStep product ? product.macs() : 0;
  }

  private void show(String task, String unit, long unitSize, long total) {
    if (terminal != null) {
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
