package io.samforge.eval.full;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.Sha256;
import io.samforge.arch.StoredZip;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.TensorShape;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.calib.model.Photograph;
import io.samforge.host.DeviceException;
import io.samforge.host.run.FloatTensor;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.accel.RtlCache;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.cli.HelpFormatter;

/** The command behind {@code make sim-full}. */
public final class FullMain {
  private static final int HELP_WIDTH = 100;
  private static final int DIFFERENT = 1;
  private static final int BAD_INPUT = 2;

  private final PrintStream out;
  private final PrintStream err;

  FullMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the command. Status 1: an output differs, or a unit could not be simulated. Status 2: a
   * mistake of the user, told in one line on the error stream.
   */
  public static void main(String[] arguments) {
    int status = new FullMain(System.out, System.err).run(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  int run(String... arguments) {
    try {
      FullArguments parsed = FullArguments.parse(arguments);
      if (parsed.help()) {
        printHelp();
        return 0;
      }
      return simulate(parsed);
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    } catch (DeviceException e) {
      err.println(e.getMessage());
      return DIFFERENT;
    }
  }

  private int simulate(FullArguments arguments) {
    long start = System.nanoTime();
    AcceleratorConfig config = AcceleratorConfig.loadHybrid(arguments.config());
    ModelPackage model = ModelPackage.load(arguments.packageFile(), config);
    PackedFunction function = model.function(arguments.function());
    int injectUnit = unit(function, arguments.injectUnit());
    TensorShape input = input(function);
    FullSimulation simulation =
        new FullSimulation(
            arguments.packageFile(),
            model,
            arguments.function(),
            arguments.work(),
            key(arguments, config),
            arguments.jobs(),
            injectUnit);
    FullResult result;
    try (FullProgress progress = FullProgress.on(err)) {
      progress.stage("building the simulated accelerator " + config.name());
      AcceleratorModels.fast(config);
      result = simulation.run(() -> picture(arguments.image(), input), progress);
    }
    String photograph = arguments.image().getFileName().toString();
    new AtomicFile(arguments.out()).write(FullReport.json(result, photograph));
    new AtomicFile(page(arguments.out())).write(FullPage.html(result, photograph));
    FullReport.lines(result).forEach(out::println);
    out.printf(
        Locale.ROOT,
        "photograph: %s, %.0f s; report: %s, %s%n",
        photograph,
        (System.nanoTime() - start) / 1e9,
        arguments.out(),
        page(arguments.out()));
    if (!result.right()) {
      return explain(arguments, simulation, result);
    }
    new WorkFolder(arguments.work(), simulation.key()).removeGolden();
    return 0;
  }

  /** The page beside the results. */
  private static Path page(Path results) {
    String name = results.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
    return results.resolveSibling(name + ".html");
  }

  private int explain(FullArguments arguments, FullSimulation simulation, FullResult result) {
    result.missing().forEach((unit, reason) -> err.println(unit + ": not simulated: " + reason));
    List<UnitResult> wrong =
        result.results().stream().filter(unit -> unit.mismatches() > 0).toList();
    wrong.stream().skip(1).forEach(unit -> err.println(unit.firstMismatch()));
    if (!wrong.isEmpty()) {
      UnitResult first = wrong.get(0);
      boolean injected = first.unit() == simulation.injectUnit();
      WorkFolder work = new WorkFolder(arguments.work(), simulation.key());
      Path waves = arguments.work().resolve("waves");
      err.println(
          new UnitLocator(result.model(), result.function(), work.tensors(), waves)
              .locate(first, injected));
    }
    return DIFFERENT;
  }

  private static int unit(PackedFunction function, String name) {
    if (name.isEmpty()) {
      return -1;
    }
    for (int unit = 0; unit < function.units().size(); unit++) {
      if (function.units().get(unit).name().equals(name)) {
        return unit;
      }
    }
    throw new UserError(
        "sim-full: --inject-golden-bit %s; allowed: %s"
            .formatted(
                name, String.join(", ", function.units().stream().map(u -> u.name()).toList())));
  }

  private static TensorShape input(PackedFunction function) {
    List<TensorShape> inputs = function.graph().inputs();
    List<Long> wanted = List.of(1L, 3L, (long) Photograph.SIDE, (long) Photograph.SIDE);
    if (inputs.size() != 1 || !inputs.get(0).shape().equals(wanted)) {
      throw new UserError(
          "the function %s reads %s; allowed: one picture of %s"
              .formatted(function.graph().name(), inputs, wanted));
    }
    return inputs.get(0);
  }

  private static Map<String, FloatTensor> picture(Path image, TensorShape input) {
    float[] pixels = Photograph.read(image).pixels();
    return Map.of(input.name(), new FloatTensor(input.shape(), pixels));
  }

  /** Everything that decides what a unit reads and delivers. */
  private static String key(FullArguments arguments, AcceleratorConfig config) {
    try {
      String verilog = RtlCache.standard().accelerator(config);
      return Sha256.of(verilog.getBytes(StandardCharsets.UTF_8))
          + "-"
          + Sha256.of(StoredZip.load(arguments.packageFile()))
          + "-"
          + Sha256.of(arguments.image())
          + "-"
          + arguments.function();
    } catch (IOException e) {
      throw new UserError(
          "the photograph %s cannot be read: %s".formatted(arguments.image(), e), e);
    }
  }

  private void printHelp() {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    HelpFormatter formatter = new HelpFormatter();
    formatter.setOptionComparator(null);
    formatter.printHelp(
        writer,
        HELP_WIDTH,
        "make sim-full [CONFIG=FILE] [PACKAGE=FILE] [IMAGE=FILE], or: FullMain --config FILE"
            + " --package FILE [options]",
        "Simulates every accelerated step of a quantised model on one photograph and compares every"
            + " output bit with the golden model.",
        FullArguments.options(),
        2,
        2,
        "Units that are finished are not simulated again for the same package and photograph. Exit"
            + " status: 0 every bit is right, 1 an output differs or a unit is missing, 2 bad"
            + " input.");
    writer.flush();
  }
}
