package io.samforge.eval.segment;

import io.samforge.arch.UserError;
import io.samforge.calib.model.Photograph;
import io.samforge.eval.mask.PackedSam;
import io.samforge.host.mask.PromptBox;
import io.samforge.host.mask.PromptPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The command line of segment.
 *
 * @param help print the usage and do nothing else
 * @param image the photograph
 * @param points points of the prompt, in pixels of the photograph
 * @param box box of the prompt
 * @param target what computes
 * @param packageFile the compiled model
 * @param out folder of the results
 */
record SegmentArguments(
    boolean help,
    Path image,
    List<PromptPoint> points,
    Optional<PromptBox> box,
    ComputeTarget target,
    Optional<Path> packageFile,
    Path out) {
  private static final String DEFAULT_OUT = "build/segment";

  /**
   * Parses {@code arguments}.
   *
   * @throws UserError naming the option that is wrong
   */
  static SegmentArguments parse(String... arguments) {
    CommandLine line;
    try {
      line = new DefaultParser(false).parse(options(), arguments);
    } catch (ParseException e) {
      throw new UserError("segment: %s; see --help".formatted(e.getMessage()));
    }
    if (!line.getArgList().isEmpty()) {
      throw new UserError(
          "segment: unknown argument %s; see --help".formatted(line.getArgList().get(0)));
    }
    boolean help = line.hasOption("help");
    if (!help && !line.hasOption("point") && !line.hasOption("box")) {
      throw new UserError(
          "segment: the prompt is missing; give POINT=x,y or BOX=x0,y0,x1,y1 (--point, --box)");
    }
    String[] points = line.getOptionValues("point");
    return new SegmentArguments(
        help,
        Path.of(line.getOptionValue("image", Photograph.DEFAULT.toString())),
        Stream.of(points == null ? new String[0] : points).map(PromptText::point).toList(),
        Optional.ofNullable(line.getOptionValue("box")).map(PromptText::box),
        ComputeTarget.parse(line.getOptionValue("on", ComputeTarget.FLOAT.option())),
        Optional.ofNullable(line.getOptionValue("package")).map(Path::of),
        Path.of(line.getOptionValue("out", DEFAULT_OUT)));
  }

  /** The options, for the parser and for {@code --help}. */
  static Options options() {
    return new Options()
        .addOption(
            option("image", "FILE", "photograph, JPEG or PNG; default " + Photograph.DEFAULT))
        .addOption(
            option(
                "point",
                "X,Y[,LABEL]",
                "a point on the object, in pixels; with label 0 beside it; may be repeated"))
        .addOption(option("box", "X0,Y0,X1,Y1", "a box around the object, in pixels"))
        .addOption(option("on", "TARGET", "what computes: float (default), golden or sim"))
        .addOption(
            option(
                "package",
                "FILE",
                "compiled model, for golden and sim; default " + PackedSam.DEFAULT_FILE))
        .addOption(option("out", "DIR", "folder of the results; default " + DEFAULT_OUT))
        .addOption(Option.builder().longOpt("help").desc("print this text").build());
  }

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }
}
