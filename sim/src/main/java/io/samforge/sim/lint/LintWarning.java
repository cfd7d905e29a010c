package io.samforge.sim.lint;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One warning or error of Verilator.
 *
 * @param rule its rule, for example {@code UNUSEDSIGNAL}; empty for an error without a rule
 * @param place file, line and column as printed, or empty
 * @param message what is wrong
 */
public record LintWarning(String rule, String place, String message) {
  private static final Pattern LINE =
      Pattern.compile("%(?:Warning|Error)(?:-(\\w+))?: (?:(\\S+?:\\d+:\\d+): )?(.*)");
  // Verilator's own count of what it printed before.
  private static final String SUMMARY = "Exiting due to ";

  /** Returns the warnings and errors in the lines that Verilator printed. */
  static List<LintWarning> in(List<String> lines) {
    return lines.stream().map(LintWarning::parse).flatMap(Optional::stream).toList();
  }

  private static Optional<LintWarning> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches() || matcher.group(3).startsWith(SUMMARY)) {
      return Optional.empty();
    }
    return Optional.of(
        new LintWarning(text(matcher.group(1)), text(matcher.group(2)), matcher.group(3).strip()));
  }

  private static String text(String group) {
    return group == null ? "" : group;
  }

  /** Returns the warning in one line. */
  @Override
  public String toString() {
    return String.join(" ", List.of(place, rule, message)).strip();
  }
}
