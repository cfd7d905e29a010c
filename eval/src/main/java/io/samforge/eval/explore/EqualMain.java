package io.samforge.eval.explore;

import com.google.gson.GsonBuilder;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.eval.TerminalBar;
import io.samforge.eval.network.Network;
import io.samforge.eval.speed.EvalMain;
import io.samforge.eval.speed.LaneComparison;
import io.samforge.host.cli.Arguments;
import io.samforge.host.cli.MainCommand;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/**
 * The command {@code equal-resources}: searches the largest accelerators of all counted number
 * formats that fit the same device, counts their areas by full synthesis, compares their speeds and
 * modelled energies. Exit status 0, or 2 and one line for a mistake of the user.
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
            "[--formats LIST] [--out DIR] [--record]",
            "Searches the largest accelerators of all number formats that fit a ZCU102.",
            options())
        .run(out, err, arguments, line -> compare(line, out, err));
  }

  private static int compare(Arguments line, PrintStream out, PrintStream err) {
    Path file = line.path("out").orElse(Path.of("build")).resolve("report/equal-resources.json");
    List<AreaSample> winners = new ArrayList<>();
    for (NumberFormat format : formats(line)) {
      winners.add(winner(format, out, err));
    }
    List<AreaSample> all = EqualResources.replaced(EqualResources.found(), winners);
    if (line.has("record")) {
      new AtomicFile(Path.of(RESOURCES, EqualResources.FOUND)).write(SampleFile.text(all));
    }
    EqualEnergy energy = EqualEnergy.standard(networks(all, EvalMain.networks(), err));
    EqualTable.lines(energy).forEach(out::println);
    String json = new GsonBuilder().setPrettyPrinting().create().toJson(EqualJson.of(energy));
    new AtomicFile(file).write(json + "\n");
    out.println("written: " + file);
    return 0;
  }

  private static Set<NumberFormat> formats(Arguments line) {
    Set<NumberFormat> counted = AreaEstimator.standard().formats();
    Set<NumberFormat> formats =
        line.text("formats")
            .map(
                text ->
                    Arrays.stream(text.split(","))
                        .map(NumberFormat::named)
                        .collect(Collectors.toCollection(TreeSet::new)))
            .map(chosen -> (Set<NumberFormat>) chosen)
            .orElse(counted);
    for (NumberFormat format : formats) {
      if (!counted.contains(format)) {
        throw new UserError(
            "--formats %s: nothing was counted in this format; allowed: %s"
                .formatted(format, counted));
      }
    }
    return formats;
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

  private static AreaSample winner(NumberFormat format, PrintStream out, PrintStream err) {
    LargestSearch search =
        new LargestSearch(EqualResources.TASK, EqualResources.DEVICE, EqualResources.SHARE);
    EnergyEstimate energy = ModelledEnergy.standard();
    try (PointRunner runner = new LocalRunner()) {
      LargestSearch.Found found =
          TerminalBar.steps(
              err,
              "search " + format,
              " points",
              TerminalBar.UNKNOWN,
              finished ->
                  search.run(
                      format,
                      AreaEstimator.standard(),
                      runner,
                      energy,
                      CountedAreas.standard()::count,
                      finished));
      found.results().stream()
          .limit(SHOWN)
          .forEach(r -> out.println(r.point().key() + " " + r.speed().cycles() + " " + r.area()));
      AreaSample winner = found.winner();
      out.println(format + ": " + winner.point().key() + ", counted " + winner.total());
      return winner;
    }
  }

  private static Options options() {
    return new Options()
        .addOption(
            Arguments.value(
                "formats", "LIST", "search these only, keep what is recorded of the others"))
        .addOption(Arguments.value("out", "DIR", "folder of the result, default build"))
        .addOption(
            Arguments.flag("record", "replace what the evaluation compares; commit " + RESOURCES));
  }
}
