package io.samforge.rtl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A module of a Verilog text.
 *
 * @param name its name
 * @param lines its lines, from {@code module} to {@code endmodule}
 */
record ModuleLines(String name, int lines) {
  private static final Pattern START = Pattern.compile("module (\\w+).*");

  /** Returns the modules of generated Verilog in the order of the text. */
  static List<ModuleLines> of(String verilog) {
    List<ModuleLines> modules = new ArrayList<>();
    String name = null;
    int lines = 0;
    for (String line : verilog.lines().toList()) {
      Matcher start = START.matcher(line);
      if (start.matches()) {
        name = start.group(1);
        lines = 0;
      }
      lines++;
      if (name != null && line.equals("endmodule")) {
        modules.add(new ModuleLines(name, lines));
        name = null;
      }
    }
    return modules;
  }
}
