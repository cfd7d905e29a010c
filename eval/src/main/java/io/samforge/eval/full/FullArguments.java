package io.samforge.eval.full;

import io.samforge.arch.UserError;
import io.samforge.calib.model.Photograph;
import io.samforge.eval.mask.PackedSam;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The command line of the whole simulation.
 *
 * @param help print the usage and do nothing else
 * @param config file of the accelerator configuration
 * @param packageFile file of the model package
 * @param image the photograph
 * @param function the function of the package that runs
 * @param jobs processes
 * @param work the work folder
 * @param out file of the results
 * @param injectUnit name of a unit of whose expected output one bit is flipped; empty for none
 */
record FullArguments(
    boolean help,
    Path config,
    Path packageFile,
    Path image,
    String function,
    int jobs,
    Path work,
    Path out,
    String injectUnit) {
  private static final int MOST_JOBS = 64;
  private static final String DEFAULT_PACKAGE = PackedSam.DEFAULT_FILE.toString();
  private static final String DEFAULT_OUT = "build/report/sim-full.json";

  /**
   * Parses {@code arguments}.
   *
   * @throws UserError naming the option that is wrong
   */
  static FullArguments parse(String... arguments) {
    CommandLine line;
    try {
      line = new DefaultParser(false).parse(options(), arguments);
    } catch (ParseException e) {
      throw new UserError("sim-full: %s; see --help".formatted(e.getMessage()));
    }
    if (!line.getArgList().isEmpty()) {
      throw new UserError(
          "sim-full: unknown argument %s; see --help".formatted(line.getArgList().get(0)));
    }
    boolean help = line.hasOption("help");
    if (!help && !line.hasOption("config")) {
      throw new UserError("sim-full: --config is missing; see --help");
    }
    return new FullArguments(
        help,
        Path.of(line.getOptionValue("config", "")),
        Path.of(line.getOptionValue("package", DEFAULT_PACKAGE)),
        Path.of(line.getOptionValue("image", Photograph.DEFAULT.toString())),
        line.getOptionValue("function", "encoder"),
        jobs(line.getOptionValue("jobs", "2")),
        Path.of(line.getOptionValue("work", "build/sim-full")),
        out(line.getOptionValue("out", DEFAULT_OUT)),
        line.getOptionValue("inject-golden-bit", ""));
  }

  /** The options, for the parser and for {@code --help}. */
  static Options options() {
    return new Options()
        .addOption(option("config", "FILE", "accelerator configuration (required)"))
        .addOption(option("package", "FILE", "model package; default " + DEFAULT_PACKAGE))
        .addOption(
            option("image", "FILE", "photograph, JPEG or PNG; default " + Photograph.DEFAULT))
        .addOption(option("function", "NAME", "function of the package; default encoder"))
        .addOption(option("jobs", "N", "processes that simulate; default 2"))
        .addOption(option("work", "DIR", "folder to go on from; default build/sim-full"))
        .addOption(
            option("out", "FILE", "results, with a page .html beside it; default " + DEFAULT_OUT))
        .addOption(
            option(
                "inject-golden-bit",
                "UNIT",
                "flip one bit of the expected output of a unit, to see that it is found"))
        .addOption(Option.builder().longOpt("help").desc("print this text").build());
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  private static Path out(String file) {
    if (file.endsWith(".html")) {
      throw new UserError(
          "sim-full: --out %s; allowed: no .html, which is the page beside it".formatted(file));
    }
    return Path.of(file);
  }

  private static int jobs(String text) {
    int jobs = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw new UserError("sim-full: --jobs %s; allowed: 1 to %d".formatted(text, MOST_JOBS));
    }
    return jobs;
  }
}
