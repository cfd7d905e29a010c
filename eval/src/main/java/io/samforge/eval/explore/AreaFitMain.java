package io.samforge.eval.explore;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.eval.TerminalBar;
import io.samforge.host.cli.Arguments;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import org.apache.commons.cli.Options;

/**
 * The command {@code area-fit}: counts the accelerators that estimates are fitted to and those that
 * they are checked with. Exit status 0, or 2 and one line for a mistake of the user.
 */
public final class AreaFitMain {
  private static final int BAD_INPUT = 2;
  private static final String RESOURCES = "eval/src/main/resources/io/samforge/eval/explore/";

  private AreaFitMain() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    int status = run(System.out, System.err, arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      Arguments line = Arguments.parse("area-fit", options(), arguments);
      if (line.has("help")) {
        Arguments.printHelp(
            out,
            "area-fit [--out DIR]",
            "Counts the accelerators that estimates of area are fitted to and checked with.",
            options());
        return 0;
      }
      Path folder = line.path("out").orElse(Path.of(RESOURCES));
      List<AreaSample> fitted = count(AreaPlan.fitted(), err);
      List<AreaSample> checked = count(AreaPlan.checked(), err);
      AreaErrors.table(new AreaEstimator(fitted), checked).forEach(out::println);
      new AtomicFile(folder.resolve(AreaPlan.FITTED)).write(SampleFile.text(fitted));
      new AtomicFile(folder.resolve(AreaPlan.CHECKED)).write(SampleFile.text(checked));
      out.println("written: " + folder);
      return 0;
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
  }

  private static List<AreaSample> count(List<DesignPoint> points, PrintStream err) {
    CountedAreas areas = CountedAreas.standard();
    List<AreaSample> samples = new ArrayList<>();
    if (!TerminalBar.terminal()) {
      points.forEach(point -> samples.add(areas.count(point)));
      return samples;
    }
    try (ProgressBar bar = TerminalBar.open(err, "synthesis", " designs", 1, points.size())) {
      for (DesignPoint point : points) {
        bar.setExtraMessage(point.name());
        samples.add(areas.count(point));
        bar.step();
      }
    }
    return samples;
  }

  private static Options options() {
    return new Options()
        .addOption(Arguments.value("out", "DIR", "folder of the two files, default " + RESOURCES))
        .addOption(Arguments.flag("help", "print this text"));
  }
}
