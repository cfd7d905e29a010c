package io.samforge.calib.cli;

import io.samforge.calib.ProgressListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars with the time left, on the standard error stream. */
public final class TerminalProgress implements ProgressListener {
  private static final int REFRESH_MILLIS = 200;

  /** Bars if a person is looking, nothing if the output goes into a file or a pipe. */
  public static ProgressListener standard() {
    return System.console() == null ? ProgressListener.SILENT : new TerminalProgress();
  }

  @Override
  public Task start(String name, int units) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(units)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .build();
    return new Task() {
      @Override
      public void step() {
        bar.step();
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }
}
