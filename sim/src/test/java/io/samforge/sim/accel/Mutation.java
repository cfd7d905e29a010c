package io.samforge.sim.accel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One wrong operator, constant or bit in the Verilog text of a module.
 *
 * @param module the module to change
 * @param correct regular expression of the text to replace; its first match in the module is
 * @param wrong the replacement, with {@code $1} for groups
 */
record Mutation(String module, String correct, String wrong) {

  /** Returns the text of the whole design with the change. */
  String apply(String verilog) {
    Matcher text =
        Pattern.compile(
                "^module " + module + " #?\\(.*?^endmodule", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(verilog);
    if (!text.find()) {
      throw new IllegalArgumentException("no module " + module);
    }
    Matcher place = Pattern.compile(correct).matcher(text.group());
    if (!place.find()) {
      throw new IllegalArgumentException("no " + correct + " in module " + module);
    }
    String changed = place.replaceFirst(wrong);
    return verilog.substring(0, text.start()) + changed + verilog.substring(text.end());
  }
}
