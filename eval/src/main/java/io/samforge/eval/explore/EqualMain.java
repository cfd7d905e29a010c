package io.samforge.eval.explore;

import com.google.gson.GsonBuilder;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.eval.speed.EvalMain;
import io.samforge.host.cli.Arguments;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;

/**
 * The command {@code equal-resources}: searches the largest accelerators of all counted number
 * formats that fit the same device, counts their areas by full synthesis, compares their speeds.
 * Exit status 0, or 2 and one line for a mistake of the user.
 */
public final class EqualMain {
  private static final int BAD_INPUT = 2;
  private static final String RESOURCES = "eval/src/main/resources/io/samforge/eval/explore";
  private static final int SHOWN = 5;

  private EqualMain() {}

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
      Arguments line = Arguments.parse("equal-resources", options(), arguments);
      if (line.has("help")) {
        Arguments.printHelp(
            out,
            "equal-resources [--out DIR] [--record]",
            "Searches the largest accelerators of all number formats that fit a ZCU102.",
            options());
        return 0;
      }
      Path file = line.path("out").orElse(Path.of("build")).resolve("report/equal-resources.json");
      List<AreaSample> winners = search(out, err);
      if (line.has("record")) {
        new AtomicFile(Path.of(RESOURCES, EqualResources.FOUND)).write(SampleFile.text(winners));
      }
      EqualResources comparison = EqualResources.of(winners, EvalMain.networks(), name -> {});
      EqualTable.lines(comparison).forEach(out::println);
      new AtomicFile(file)
          .write(
              new GsonBuilder().setPrettyPrinting().create().toJson(EqualJson.of(comparison))
                  + "\n");
      out.println("written: " + file);
      return 0;
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
  }

  private static List<AreaSample> search(PrintStream out, PrintStream err) {
    LargestSearch search =
        new LargestSearch(EqualResources.TASK, EqualResources.DEVICE, EqualResources.SHARE);
    AreaEstimator estimator = AreaEstimator.standard();
    List<AreaSample> winners = new ArrayList<>();
    try (PointRunner runner = new LocalRunner()) {
      for (NumberFormat format : estimator.formats()) {
        List<PointResult> fastest =
            search.fastest(format, estimator, runner, key -> err.println(format + " " + key));
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

  private static Options options() {
    return new Options()
        .addOption(Arguments.value("out", "DIR", "folder of the result, default build"))
        .addOption(
            Arguments.flag("record", "replace what the evaluation compares; commit " + RESOURCES))
        .addOption(Arguments.flag("help", "print this text"));
  }
}
