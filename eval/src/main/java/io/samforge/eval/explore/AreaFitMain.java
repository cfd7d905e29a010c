package io.samforge.eval.explore;

import io.samforge.arch.AtomicFile;
import io.samforge.eval.TerminalBar;
import io.samforge.host.cli.Arguments;
import io.samforge.host.cli.MainCommand;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/**
 * The command {@code area-fit}: counts the accelerators that estimates are fitted to and those that
 * they are checked with. Exit status 0, or 2 and one line for a mistake of the user.
 */
public final class AreaFitMain {
  private static final String RESOURCES = "eval/src/main/resources/io/samforge/eval/explore/";

  private AreaFitMain() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new MainCommand(
            "area-fit",
            "[--out DIR]",
            "Counts the accelerators that estimates of area are fitted to and checked with.",
            options())
        .run(out, err, arguments, line -> fit(line, out, err));
  }

  private static int fit(Arguments line, PrintStream out, PrintStream err) {
    Path folder = line.path("out").orElse(Path.of(RESOURCES));
    List<AreaSample> fitted = count(AreaPlan.fitted(), err);
    List<AreaSample> checked = count(AreaPlan.checked(), err);
    AreaErrors.table(new AreaEstimator(fitted), checked).forEach(out::println);
    new AtomicFile(folder.resolve(AreaPlan.FITTED)).write(SampleFile.text(fitted));
    new AtomicFile(folder.resolve(AreaPlan.CHECKED)).write(SampleFile.text(checked));
    out.println("written: " + folder);
    return 0;
  }

  private static List<AreaSample> count(List<DesignPoint> points, PrintStream err) {
    return TerminalBar.each(
        err, "synthesis", " designs", points, DesignPoint::name, CountedAreas.standard()::count);
  }

  private static Options options() {
    return new Options()
        .addOption(Arguments.value("out", "DIR", "folder of the two files, default " + RESOURCES));
  }
}
