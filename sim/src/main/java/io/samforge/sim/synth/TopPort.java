package io.samforge.sim.synth;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.ModelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of a top module.
 *
 * @param name its name
 * @param output whether the module drives it
 * @param width its bits
 * @param vector whether it is declared with a range, so that its bits have names of their own
 */
public record TopPort(String name, boolean output, int width, boolean vector) {
  private static final Pattern PORT =
      Pattern.compile(
          "\\s*(input|output)\\s+(?:wire|reg)\\s+(?:\\[(\\d+):0\\])?\\s*(\\w+)\\s*,?\\s*");

  /**
   * Returns the ports of the top module of generated Verilog, in the order of the text.
   *
   * @throws UserError when the text has no such module
   */
  public static List<TopPort> of(ModelSource source) {
    List<TopPort> ports = new ArrayList<>();
    boolean inside = false;
    String start = "module " + source.top() + " (";
    for (String line : source.sources().get(0).text().lines().toList()) {
      inside |= line.startsWith(start);
      Matcher port = PORT.matcher(line);
      if (inside && port.matches()) {
        boolean vector = port.group(2) != null;
        int width = vector ? Integer.parseInt(port.group(2)) + 1 : 1;
        ports.add(new TopPort(port.group(3), port.group(1).equals("output"), width, vector));
      }
      if (inside && line.startsWith(");")) {
        return ports;
      }
    }
    throw new UserError("top module " + source.top() + " is not in the Verilog");
  }

  /** Returns the names of its bits as constraint files write them. */
  public List<String> bitNames() {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < width; bit++) {
      names.add(vector ? name + "[" + bit + "]" : name);
    }
    return names;
  }
}
