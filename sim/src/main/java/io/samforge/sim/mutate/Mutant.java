package io.samforge.sim.mutate;

/**
 * One change of a netlist.
 *
 * @param number 1, 2, ...
 * @param command the Yosys command that makes it
 * @param place the line of the Verilog that it changes
 */
public record Mutant(int number, String command, String place) {

  /** Returns what is changed and where, for people. */
  public String text() {
    return command
            .replaceFirst("^mutate ", "")
            .replaceAll(" -src \\S+", "")
            .replaceAll(" -module \\S+", "")
        + (place.isEmpty() ? "" : "   // " + place);
  }
}
