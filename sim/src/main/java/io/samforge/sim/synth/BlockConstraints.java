package io.samforge.sim.synth;

import io.samforge.sim.synth.TclInterpreter.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the constraints of AMD boards, from the calls that {@link TclInterpreter} noted. */
final class BlockConstraints {
  private static final List<String> FLOORPLAN =
      List.of("create_pblock", "add_cells_to_pblock", "resize_pblock");

  private final List<Call> calls;
  private final List<String> findings = new ArrayList<>();

  private BlockConstraints(List<Call> calls) {
    this.calls = calls;
  }

  /** Returns what the timing of the block leaves open. */
  static List<String> timing(
      List<Call> calls, List<TopPort> ports, String clock, double megahertz) {
    BlockConstraints check = new BlockConstraints(calls);
    check.clock(clock, 1000.0 / megahertz);
    for (TopPort port : ports) {
      if (!port.name().equals(clock)) {
        check.port(port);
      }
    }
    return check.findings;
  }

  /** Returns which registers of the reset's synchroniser are not marked as crossings. */
  static List<String> crossings(List<Call> calls) {
    BlockConstraints check = new BlockConstraints(calls);
    if (!check.names("set_false_path", "-to").contains("allow_sampled_reg")) {
      check.findings.add("the path to the synchroniser of the reset has a deadline");
    }
    for (String register : List.of("allow_sampled_reg", "allow_stable_reg")) {
      boolean marked =
          calls.stream()
              .anyMatch(
                  call ->
                      call.name().equals("set_property")
                          && call.has("ASYNC_REG")
                          && call.toString().contains(register));
      if (!marked) {
        check.findings.add("register " + register + " is not marked as a crossing");
      }
    }
    return check.findings;
  }

  /**
   * Returns which pins of the whole design are not constrained.
   *
   * @param severalDies whether the FPGA has more than one die, so that a floorplan matters
   */
  static List<String> pins(List<Call> calls, List<String> ports, boolean severalDies) {
    BlockConstraints check = new BlockConstraints(calls);
    ports.forEach(check::pin);
    if (severalDies) {
      for (String command : FLOORPLAN) {
        if (calls.stream().noneMatch(call -> call.name().equals(command))) {
          check.findings.add("no floorplan: " + command + " is missing");
        }
      }
    }
    return check.findings;
  }

  private void clock(String name, double period) {
    List<Call> found =
        calls.stream()
            .filter(call -> call.name().equals("create_clock") && call.objects().contains(name))
            .toList();
    if (found.isEmpty()) {
      findings.add("clock " + name + " has no period");
    }
    for (Call call : found) {
      // Periods are given in picoseconds, rounded down.
      if (Double.parseDouble(call.after("-period")) > period) {
        findings.add("clock " + name + " is constrained to " + call.after("-period") + " ns");
      }
    }
  }

  private void port(TopPort port) {
    String name = port.name();
    String side = port.output() ? "-to" : "-from";
    if (names("set_false_path", side).contains(name)) {
      return;
    }
    String delay = port.output() ? "set_output_delay" : "set_input_delay";
    for (String bound : List.of("-max", "-min")) {
      boolean found =
          calls.stream()
              .anyMatch(
                  call ->
                      call.name().equals(delay)
                          && call.has(bound)
                          && call.has("-clock")
                          && call.objects().contains(name));
      if (!found) {
        findings.add("port " + name + " has no " + delay + " " + bound);
      }
    }
  }

  private void pin(String name) {
    if (!has(name, "PACKAGE_PIN")) {
      findings.add("port " + name + " has no pin");
    }
    boolean clock = names("create_clock", null).contains(name.replaceFirst("_n$", "_p"));
    boolean transceiver = name.startsWith("pcie_refclk");
    if (!transceiver && !has(name, "IOSTANDARD")) {
      findings.add("port " + name + " has no I/O standard");
    }
    boolean into = names("set_false_path", "-from").contains(name);
    if (into && !has(name, "PULLUP")) {
      findings.add("input " + name + " is not pulled to a level");
    }
    if (!clock && !into && !names("set_false_path", "-to").contains(name)) {
      findings.add("port " + name + " is neither a clock nor timed nor free of deadlines");
    }
  }

  private boolean has(String port, String property) {
    return calls.stream()
        .anyMatch(
            call ->
                call.name().equals("set_property")
                    && call.arguments().get(0).equals(property)
                    && call.objects().contains(port));
  }

  /** Returns the objects of all calls of a command, with the paths of cells cut to their ends. */
  private Set<String> names(String command, String option) {
    Set<String> names = new TreeSet<>();
    calls.stream()
        .filter(call -> call.name().equals(command) && (option == null || call.has(option)))
        .forEach(call -> call.objects().forEach(name -> names.add(name.replaceFirst(".*/", ""))));
    return names;
  }
}
