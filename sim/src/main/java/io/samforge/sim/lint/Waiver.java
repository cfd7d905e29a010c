package io.samforge.sim.lint;

import io.samforge.arch.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A lint warning that is accepted, and why.
 *
 * @param rule the rule
 * @param match the message, with {@code *} for any characters and {@code ?} for one
 * @param reason the comment above the waiver
 */
public record Waiver(String rule, String match, String reason) {
  private static final Pattern LINE =
      Pattern.compile("lint_off -rule (\\w+) -file \"\\*\" -match \"([^\"]*)\"");
  private static final String HEADING = "`verilator_config";

  /**
   * Reads the waivers of a Verilator configuration file.
   *
   * @throws UserError at a line that is no waiver, and at a waiver without a reason
   */
  static List<Waiver> parse(String file, String text) {
    List<Waiver> waivers = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.startsWith("//")) {
        comment.add(line.substring(2).strip());
        continue;
      }
      if (!line.isBlank() && !line.equals(HEADING)) {
        waivers.add(waiver(file + ":" + number, line, String.join(" ", comment)));
      }
      comment.clear();
    }
    return List.copyOf(waivers);
  }

  private static Waiver waiver(String place, String line, String reason) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new UserError(place + ": allowed: lint_off -rule RULE -file \"*\" -match \"MESSAGE\"");
    }
    if (reason.isEmpty()) {
      throw new UserError(place + ": a waiver needs its reason in a comment directly above");
    }
    return new Waiver(matcher.group(1), matcher.group(2), reason);
  }

  /** Returns whether this waiver covers a warning. */
  boolean covers(LintWarning warning) {
    return warning.rule().equals(rule) && messages().matcher(warning.message()).matches();
  }

  private Pattern messages() {
    return Pattern.compile(
        match
            .chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining()));
  }
}
