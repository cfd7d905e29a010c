package io.samforge.eval.explore;

import com.google.gson.GsonBuilder;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.eval.TerminalBar;
import io.samforge.eval.energy.Interval;
import io.samforge.eval.network.Network;
import io.samforge.eval.speed.EvalMain;
import io.samforge.eval.speed.LaneComparison;
import io.samforge.host.cli.Arguments;
import io.samforge.host.cli.MainCommand;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/**
 * The command {@code equal-resources}: searches the largest accelerators of all counted number
 * formats that fit the same device, counts their areas by full synthesis, compares their speeds.
 * Exit status 0, or 2 and one line for a mistake of the user.
 */
public final class EqualMain {
  private static final String RESOURCES = "eval/src/main/resources/io/samforge/eval/explore";
  private static final int SHOWN = 5;

  private EqualMain() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new MainCommand(
            "equal-resources",
            "[--out DIR] [--format NAME] [--record]",
            "Searches the largest accelerators of all number formats that fit a ZCU102.",
            options())
        .run(out, err, arguments, line -> compare(line, out, err));
  }

  private static int compare(Arguments line, PrintStream out, PrintStream err) {
    Path file = line.path("out").orElse(Path.of("build")).resolve("report/equal-resources.json");
    Optional<NumberFormat> only = line.text("format").map(NumberFormat::named);
    List<AreaSample> winners = search(only, out, err);
    if (line.has("record")) {
      new AtomicFile(Path.of(RESOURCES, EqualResources.FOUND)).write(SampleFile.text(winners));
    }
    EqualResources comparison = networks(winners, EvalMain.networks(), err);
    Interval energy = EqualEnergy.standard().ratio(comparison);
    EqualTable.lines(comparison, energy).forEach(out::println);
    String json =
        new GsonBuilder().setPrettyPrinting().create().toJson(EqualJson.of(comparison, energy));
    new AtomicFile(file).write(json + "\n");
    out.println("written: " + file);
    return 0;
  }

  /** Runs networks on accelerators with equal resources, with a bar on a terminal. */
  public static EqualResources networks(
      List<AreaSample> found, List<Network> networks, PrintStream err) {
    int results = LaneComparison.MEMORIES.size() * found.size() * networks.size();
    return TerminalBar.steps(
        err,
        "equal resources",
        " results",
        results,
        finished -> EqualResources.of(found, networks, finished));
  }

  private static List<AreaSample> search(
      Optional<NumberFormat> only, PrintStream out, PrintStream err) {
    LargestSearch search =
        new LargestSearch(EqualResources.TASK, EqualResources.DEVICE, EqualResources.SHARE);
    AreaEstimator estimator = AreaEstimator.standard();
    List<AreaSample> winners = new ArrayList<>();
    try (PointRunner runner = new LocalRunner()) {
      for (NumberFormat format : estimator.formats()) {
        if (only.isPresent() && only.get() != format) {
          winners.add(recorded(format));
          continue;
        }
        List<PointResult> fastest =
            TerminalBar.steps(
                err,
                "search " + format,
                " points",
                TerminalBar.UNKNOWN,
                finished -> search.fastest(format, estimator, runner, finished));
        fastest.stream()
            .limit(SHOWN)
            .forEach(r -> out.println(r.point().key() + " " + r.speed().cycles() + " " + r.area()));
        winners.add(search.winner(fastest, CountedAreas.standard()::count));
        AreaSample winner = winners.get(winners.size() - 1);
        out.println(format + ": " + winner.point().key() + ", counted " + winner.total());
      }
    }
    return winners;
  }

  private static AreaSample recorded(NumberFormat format) {
    return EqualResources.found().stream()
        .filter(sample -> sample.point().format() == format)
        .findFirst()
        .orElseThrow(() -> new UserError(format + ": nothing is recorded; leave out --format"));
  }

  private static Options options() {
    return new Options()
        .addOption(Arguments.value("out", "DIR", "folder of the result, default build"))
        .addOption(
            Arguments.value(
                "format", "NAME", "searches this format only, takes others as recorded"))
        .addOption(
            Arguments.flag("record", "replace what the evaluation compares; commit " + RESOURCES));
  }
}
