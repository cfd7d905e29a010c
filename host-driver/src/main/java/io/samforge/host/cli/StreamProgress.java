package io.samforge.host.cli;

import io.samforge.host.BoardFault;
import io.samforge.host.stream.ColourWatch;
import io.samforge.host.stream.FaultListener;
import io.samforge.host.stream.ImageResult;
import io.samforge.host.stream.StreamListener;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Counts what a stream tells. At a terminal it shows a bar with images a second and the time left;
 * what needs attention is a line on the error stream anyway.
 */
final class StreamProgress implements StreamListener, FaultListener, AutoCloseable {
  private static final int WIDTH = 78;
  private static final int REFRESH_MILLIS = 250;
  private static final int MOST_LINES = 20;
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream err;
  private ProgressBar bar;
  private int finished;
  private int unusual;
  private int faults;

  StreamProgress(PrintStream err) {
    this.err = err;
  }

  /** Shows the bar at once: the first picture of a large model takes a while. */
  @Override
  public synchronized void counted(int done, int total) {
    // Java 17 cannot tell whether the error stream is a terminal; scripts/run.sh can.
    if (bar == null && Boolean.getBoolean("samforge.terminal")) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("streaming")
              .setUnit(" images", 1)
              .showSpeed()
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
              .setInitialMax(total)
              .build();
    }
    show(done, total);
  }

  private void show(int done, int total) {
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
    }
  }

  @Override
  public synchronized void finished(ImageResult result, int done, int total) {
    finished = done;
    if (result.error() != null) {
      note(result.error());
    } else if (Boolean.TRUE.equals(result.unusual())) {
      unusual++;
      note(
          "%s: unlike the calibration pictures in %d layers%s; its mask may be wrong"
              .formatted(
                  result.image(),
                  result.drift() == null ? 0 : result.drift().size(),
                  ColourWatch.negative(result.colours()) ? ", with colours of a negative" : ""));
    }
    show(done, total);
  }

  @Override
  public synchronized void detected(BoardFault fault) {
    faults++;
    if (faults <= MOST_LINES) {
      note("done again: " + fault.getMessage());
    } else if (faults == MOST_LINES + 1) {
      note("further faults are counted only");
    }
  }

  /** Writes a line, over the bar where there is one: the bar is drawn again below it. */
  private void note(String line) {
    err.println((bar == null ? "" : CLEAR_LINE) + line);
  }

  synchronized int finished() {
    return finished;
  }

  synchronized int unusual() {
    return unusual;
  }

  synchronized int faults() {
    return faults;
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
