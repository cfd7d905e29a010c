package io.samforge.sim.prove;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of the Verilog that makes a property false.
 *
 * @param module the module to change
 * @param correct the text that is there
 * @param wrong the text that takes its place
 */
public record SeededBug(String module, String correct, String wrong) {

  /**
   * Returns the design with the change.
   *
   * @throws IllegalArgumentException when the text is not there exactly once
   */
  String plant(String verilog) {
    Matcher text =
        Pattern.compile(
                "^module " + module + " \\(.*?^endmodule", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(verilog);
    if (!text.find()) {
      throw new IllegalArgumentException("no module " + module);
    }
    String body = text.group();
    int place = body.indexOf(correct);
    if (place < 0 || body.indexOf(correct, place + 1) >= 0) {
      throw new IllegalArgumentException(
          "'" + correct + "' is not exactly once in module " + module);
    }
    String changed = body.replace(correct, wrong);
    return verilog.substring(0, text.start()) + changed + verilog.substring(text.end());
  }
}
