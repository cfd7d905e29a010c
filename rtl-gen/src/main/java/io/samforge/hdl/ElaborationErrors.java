package io.samforge.hdl;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the reports of SpinalHDL's checks into one line each, with the Java line to look at. */
final class ElaborationErrors {
  private static final Pattern JAVA_LINE = Pattern.compile("at ([^\\s(]+)\\(([^)]+:\\d+)\\)");

  private static final Pattern LOOP_SIGNAL = Pattern.compile("^\\((\\S+) :");

  private ElaborationErrors() {}

  /**
   * Returns the first problem of a report as an error.
   *
   * @param report headings, rows of asterisks, problems, and a stack trace under each problem
   */
  static HdlException of(String report) {
    List<String> lines = report.lines().map(String::strip).filter(l -> isContent(l)).toList();
    List<String> texts = lines.stream().filter(line -> !isFrame(line)).toList();
    String where =
        lines.stream()
            .map(JAVA_LINE::matcher)
            .filter(Matcher::find)
            .filter(frame -> SourceLine.isUserCode(frame.group(1)))
            .findFirst()
            .map(frame -> frame.group(2))
            .orElse("unknown");
    return new HdlException(problem(texts).replace("toplevel/", ""), where);
  }

  private static String problem(List<String> texts) {
    if (texts.isEmpty()) {
      return "the hardware description is wrong";
    }
    String heading = texts.get(0);
    if (heading.startsWith("COMBINATORIAL LOOP")) {
      return "COMBINATORIAL LOOP through " + loop(texts);
    }
    // A heading that ends with a colon is explained on the next line.
    String problem =
        heading.endsWith(":") && texts.size() > 1 ? heading + " " + texts.get(1) : heading;
    return problem.replaceFirst("((,? *defined)? at|,)$", "");
  }

  private static String loop(List<String> texts) {
    return texts.stream()
        .dropWhile(line -> !line.startsWith("Full chain"))
        .map(LOOP_SIGNAL::matcher)
        .filter(Matcher::find)
        .map(signal -> signal.group(1))
        .collect(Collectors.joining(", "));
  }

  private static boolean isContent(String line) {
    return !line.isEmpty()
        && !line.startsWith("*")
        && !line.startsWith("Error detected in phase")
        && !line.startsWith("Design's errors are listed")
        && !line.startsWith("SpinalHDL compiler exit");
  }

  private static boolean isFrame(String line) {
    return line.startsWith("at ");
  }
}
