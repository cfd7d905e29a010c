package io.samforge.eval;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The progress bars of the command lines: what is done, how fast, and the time left. */
public final class TerminalBar {
  private static final int REFRESH_MILLIS = 250;
  private static final int WIDTH = 78;

  /** For {@code all}, when nobody knows how much there is: the bar then tells no time left. */
  public static final long UNKNOWN = -1;

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

  /**
   * Runs a task that tells what it has finished, with a bar of one step for each on a terminal and
   * in silence elsewhere.
   *
   * @param unit what is counted, with a space before
   * @param all how much there is
   * @param body is given what hears the name of everything that is finished
   */
  public static <T> T steps(
      PrintStream err, String task, String unit, long all, Function<Consumer<String>, T> body) {
    if (!terminal()) {
      return body.apply(name -> {});
    }
    try (ProgressBar bar = open(err, task, unit, 1, all)) {
      return body.apply(
          name -> {
            bar.setExtraMessage(name);
            bar.step();
          });
    }
  }

  /** Does something with every item, with a bar on a terminal; the results in the same order. */
  public static <I, T> List<T> each(
      PrintStream err,
      String task,
      String unit,
      List<I> items,
      Function<I, String> name,
      Function<I, T> work) {
    return steps(
        err,
        task,
        unit,
        items.size(),
        finished -> {
          List<T> results = new ArrayList<>();
          for (I item : items) {
            results.add(work.apply(item));
            finished.accept(name.apply(item));
          }
          return results;
        });
  }
}
