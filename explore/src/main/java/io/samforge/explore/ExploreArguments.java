package io.samforge.explore;

import io.samforge.arch.UserError;
import io.samforge.eval.explore.Device;
import io.samforge.eval.explore.Exploration;
import io.samforge.eval.explore.Grid;
import io.samforge.eval.explore.NumberFormat;
import io.samforge.eval.explore.PointTask;
import io.samforge.host.cli.Arguments;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * The options of the command {@code explore}; every method throws a {@link UserError} that names
 * the option when its value is not allowed.
 */
record ExploreArguments(Arguments line) {
  private static final int PERCENT = 100;
  private static final int SHARE = 80;

  Optional<String> master() {
    return line.text("master");
  }

  /** Returns the folder of journals and reports. */
  Path out() {
    return line.path("out").orElse(Path.of("build"));
  }

  Exploration exploration() {
    String memory = line.text("memory").orElse("dram");
    if (!memory.equals("dram") && !memory.equals("ideal")) {
      throw new UserError("--memory %s: allowed: dram, ideal".formatted(memory));
    }
    PointTask task = new PointTask(line.text("network").orElse("SAM-B"), memory.equals("dram"));
    double share = (double) line.number("share", SHARE, 1, PERCENT) / PERCENT;
    return new Exploration(task, Device.named(line.text("device").orElse("zcu102")), share);
  }

  Grid grid() {
    Grid standard = Grid.standard();
    List<NumberFormat> formats =
        line.text("formats")
            .map(text -> Arrays.stream(text.split(",")).map(NumberFormat::named).toList())
            .orElse(standard.formats());
    return new Grid(
        formats,
        numbers("k", standard.reductionLanes()),
        numbers("m", standard.outputLanes()),
        numbers("packed", standard.packedLanes()),
        numbers("t", standard.tokenDepth()),
        numbers("post", standard.postLanes()),
        numbers("buffer", standard.activationBufferWords()),
        numbers("bus", standard.axiDataWidth()));
  }

  private List<Integer> numbers(String option, List<Integer> otherwise) {
    Optional<String> text = line.text(option);
    try {
      return text.map(t -> Arrays.stream(t.split(",")).map(Integer::valueOf).distinct().toList())
          .orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new UserError(
          "--%s %s: allowed are whole numbers with commas between them"
              .formatted(option, text.orElse("")),
          e);
    }
  }

  static Options options() {
    Grid grid = Grid.standard();
    return new Options()
        .addOption(Arguments.value("network", "NAME", "SAM-B (default), SAM-L or SAM-H"))
        .addOption(Arguments.value("memory", "KIND", "dram (default): 19.2 GB/s; or ideal"))
        .addOption(Arguments.value("device", "NAME", "zcu102 (default), kv260 or u250"))
        .addOption(Arguments.value("share", "PERCENT", "share of the device, default 80"))
        .addOption(list("formats", "number formats", grid.formats()))
        .addOption(list("k", "reduction lanes K", grid.reductionLanes()))
        .addOption(list("m", "output lanes M", grid.outputLanes()))
        .addOption(list("packed", "quarters of M packed into DSPs", grid.packedLanes()))
        .addOption(list("t", "tokens T of partial sums", grid.tokenDepth()))
        .addOption(list("post", "post-processed outputs a cycle", grid.postLanes()))
        .addOption(list("buffer", "words of an activation bank", grid.activationBufferWords()))
        .addOption(list("bus", "bits of the memory bus", grid.axiDataWidth()))
        .addOption(
            Arguments.value(
                "master", "URL", "compute on this Spark cluster instead of in this process"))
        .addOption(Arguments.value("out", "DIR", "folder of the results, default build"));
  }

  private static Option list(String name, String what, List<?> values) {
    String defaults = values.toString().replaceAll("[\\[\\] ]", "");
    return Arguments.value(name, "LIST", what + ", default " + defaults);
  }
}
