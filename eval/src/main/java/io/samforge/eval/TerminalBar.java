package io.samforge.eval;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The progress bars of the command lines: what is done, how fast, and the time left. */
public final class TerminalBar {
  private static final int REFRESH_MILLIS = 250;
  private static final int WIDTH = 78;

  private TerminalBar() {}

  /** Returns whether the error stream is a terminal, which Java 17 cannot tell; run.sh can. */
  public static boolean terminal() {
    return Boolean.getBoolean("samforge.terminal");
  }

  /**
   * Shows a bar.
   *
   * @param unit what is counted, with a space before
   * @param unitSize steps of the bar that are one unit
   * @param all steps of the bar
   */
  public static ProgressBar open(
      PrintStream terminal, String task, String unit, long unitSize, long all) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setUnit(unit, unitSize)
        .setInitialMax(all)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(terminal, WIDTH))
        .build();
  }
}
