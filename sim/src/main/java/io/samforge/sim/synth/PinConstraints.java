package io.samforge.sim.synth;

import io.samforge.rtl.board.Board;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the constraints of open boards: Lattice's LPF for ECP5, PCF for iCE40. */
final class PinConstraints {
  private static final Pattern LOCATE =
      Pattern.compile("LOCATE COMP \"([^\"]+)\" SITE \"([^\"]+)\";");
  private static final Pattern BUFFER = Pattern.compile("IOBUF PORT \"([^\"]+)\" (.*);");
  private static final Pattern FREQUENCY =
      Pattern.compile("FREQUENCY PORT \"([^\"]+)\" ([0-9.]+) MHZ;");
  private static final Pattern SET_IO = Pattern.compile("set_io (?:-pullup yes )?(\\S+) (\\S+)");
  private static final Pattern SET_FREQUENCY = Pattern.compile("set_frequency (\\S+) ([0-9.]+)");

  private final List<String> findings = new ArrayList<>();
  private final Map<String, String> sites = new HashMap<>();
  private final Map<String, String> buffers = new HashMap<>();
  private final Map<String, Double> clocks = new HashMap<>();
  private final Set<String> blocks = new HashSet<>();

  private PinConstraints() {}

  /**
   * Returns what is missing or wrong, one line each.
   *
   * @param clocksMHz clocks that must have a frequency, by port or net
   */
  static List<String> check(
      Board.Family family, String text, List<TopPort> ports, Map<String, Double> clocksMHz) {
    PinConstraints check = new PinConstraints();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(family == Board.Family.ECP5 ? check::lpf : check::pcf);
    check.ports(ports, clocksMHz.keySet());
    if (family == Board.Family.ECP5) {
      check.buffers(ports, clocksMHz.keySet());
    }
    clocksMHz.forEach(check::clock);
    return check.findings;
  }

  private void lpf(String line) {
    Matcher locate = LOCATE.matcher(line);
    Matcher buffer = BUFFER.matcher(line);
    Matcher frequency = FREQUENCY.matcher(line);
    if (locate.matches()) {
      sites.put(locate.group(1), locate.group(2));
    } else if (buffer.matches()) {
      buffers.put(buffer.group(1), buffer.group(2));
    } else if (frequency.matches()) {
      clocks.put(frequency.group(1), Double.valueOf(frequency.group(2)));
    } else if (line.matches("BLOCK (RESETPATHS|ASYNCPATHS);")) {
      blocks.add(line);
    } else {
      findings.add("not understood: " + line);
    }
  }

  private void pcf(String line) {
    Matcher io = SET_IO.matcher(line);
    Matcher frequency = SET_FREQUENCY.matcher(line);
    if (io.matches()) {
      sites.put(io.group(1), io.group(2));
    } else if (frequency.matches()) {
      clocks.put(frequency.group(1), Double.valueOf(frequency.group(2)));
    } else {
      findings.add("not understood: " + line);
    }
  }

  private void ports(List<TopPort> ports, Set<String> clockNames) {
    Set<String> unknown = new TreeSet<>(sites.keySet());
    unknown.addAll(buffers.keySet());
    for (TopPort port : ports) {
      for (String name : port.bitNames()) {
        unknown.remove(name);
        if (!sites.containsKey(name)) {
          findings.add("port " + name + " has no pin");
        }
      }
    }
    unknown.forEach(name -> findings.add("the top has no port " + name));
    Set<String> used = new HashSet<>();
    sites.forEach(
        (name, site) -> {
          if (!used.add(site)) {
            findings.add("pin " + site + " of port " + name + " is used twice");
          }
        });
    for (String clock : clocks.keySet()) {
      if (!clockNames.contains(clock)) {
        findings.add("there is no clock " + clock);
      }
    }
  }

  private void buffers(List<TopPort> ports, Set<String> clockNames) {
    for (TopPort port : ports) {
      for (String name : port.bitNames()) {
        String settings = buffers.getOrDefault(name, "");
        if (!settings.contains("IO_TYPE=")) {
          findings.add("port " + name + " has no I/O standard");
        }
        boolean input = !port.output() && !clockNames.contains(name);
        if (input && !settings.matches(".*PULLMODE=(UP|DOWN).*")) {
          findings.add("input " + name + " is not pulled to a level");
        }
      }
    }
    for (String kind : List.of("BLOCK RESETPATHS;", "BLOCK ASYNCPATHS;")) {
      if (!blocks.contains(kind)) {
        findings.add("missing: " + kind);
      }
    }
  }

  private void clock(String name, double megahertz) {
    Double found = clocks.get(name);
    if (found == null) {
      findings.add("clock " + name + " has no frequency");
    } else if (found < megahertz) {
      findings.add("clock " + name + " is constrained to " + found + " MHz, runs at " + megahertz);
    }
  }
}
