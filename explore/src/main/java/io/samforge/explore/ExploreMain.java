package io.samforge.explore;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.eval.TerminalBar;
import io.samforge.eval.explore.AreaEstimator;
import io.samforge.eval.explore.CodeVersion;
import io.samforge.eval.explore.DesignPoint;
import io.samforge.eval.explore.Exploration;
import io.samforge.eval.explore.ExploreChart;
import io.samforge.eval.explore.ExploreReport;
import io.samforge.eval.explore.Journal;
import io.samforge.eval.explore.LocalRunner;
import io.samforge.eval.explore.ModelledEnergy;
import io.samforge.eval.explore.NumberFormat;
import io.samforge.eval.explore.PointRunner;
import io.samforge.host.cli.MainCommand;
import io.samforge.host.mask.MaskImage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import me.tongfei.progressbar.ProgressBar;

/**
 * The command {@code explore}: ranks accelerators that fit a device. Exit status 0, or 2 and one
 * line for a mistake of the user. A search that is stopped goes on where it was.
 */
public final class ExploreMain {
  private ExploreMain() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new MainCommand(
            "explore",
            "[options]",
            "Ranks accelerators that fit a device by speed, by area and by modelled energy.",
            ExploreArguments.options())
        .run(out, err, arguments, line -> explore(new ExploreArguments(line), out, err));
  }

  private static int explore(ExploreArguments options, PrintStream out, PrintStream err) {
    Exploration exploration = options.exploration();
    List<DesignPoint> points = options.grid().points().toList();
    if (points.isEmpty()) {
      throw new UserError("explore: no hardware exists for any combination of these values");
    }
    for (NumberFormat format : options.grid().formats()) {
      requireCounts(format);
    }
    ExploreReport report = search(options, exploration, points, err);
    report.text().forEach(out::println);
    write(report, options.out().resolve("report"), out);
    return 0;
  }

  private static void requireCounts(NumberFormat format) {
    Set<NumberFormat> counted = AreaEstimator.standard().formats();
    if (!counted.contains(format)) {
      throw new UserError(
          "--formats %s: nothing was counted in this format; allowed: %s; make area-fit counts all"
              .formatted(format, counted));
    }
  }

  private static ExploreReport search(
      ExploreArguments options,
      Exploration exploration,
      List<DesignPoint> points,
      PrintStream err) {
    Path journals = options.out().resolve("explore");
    try (PointRunner runner =
        options.master().<PointRunner>map(SparkRunner::new).orElseGet(LocalRunner::new)) {
      Journal journal = new Journal(journals, exploration.task(), CodeVersion.text());
      AreaEstimator estimator = AreaEstimator.standard();
      if (!TerminalBar.terminal()) {
        return report(exploration, points, estimator, runner, journal, (done, all) -> {});
      }
      try (ProgressBar bar = TerminalBar.open(err, "explore", " points", 1, points.size())) {
        return report(
            exploration,
            points,
            estimator,
            runner,
            journal,
            (done, all) -> {
              bar.maxHint(all);
              bar.stepTo(done);
            });
      }
    }
  }

  private static ExploreReport report(
      Exploration exploration,
      List<DesignPoint> points,
      AreaEstimator estimator,
      PointRunner runner,
      Journal journal,
      BiConsumer<Integer, Integer> settled) {
    return new ExploreReport(
        exploration,
        exploration.run(points, estimator, runner, journal, ModelledEnergy.standard(), settled));
  }

  private static void write(ExploreReport report, Path folder, PrintStream out) {
    Path json = folder.resolve("explore.json");
    Path picture = folder.resolve("explore.png");
    new AtomicFile(json).write(report.json());
    new AtomicFile(picture).write(MaskImage.png(ExploreChart.of(report)));
    out.printf("%nwritten: %s, %s%n", json, picture);
  }
}
