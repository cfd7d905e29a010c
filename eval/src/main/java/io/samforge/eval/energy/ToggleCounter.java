package io.samforge.eval.energy;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Counts how often the bits of every scope of a value change dump (IEEE 1364, section 18) change.
 *
 * <p>The first value of a signal is no change; bits that are or were unknown do not count. A signal
 * counts once in every scope that declares it.
 */
final class ToggleCounter {
  private static final Pattern CLOCK = Pattern.compile("clk|clock");

  private final Map<String, Signal> signals = new HashMap<>();
  private final Map<String, Set<String>> scopes = new LinkedHashMap<>();
  private final Deque<String> path = new ArrayDeque<>();
  private boolean defined;

  /** A signal: its bits from the right, and how many changed so far. */
  private static final class Signal {
    private final byte[] bits;
    private long toggles;

    Signal(int width) {
      bits = new byte[width];
    }

    void set(String value) {
      byte fill = value.charAt(0) == '1' ? (byte) '0' : (byte) value.charAt(0);
      for (int i = 0; i < bits.length; i++) {
        byte now = i < value.length() ? (byte) value.charAt(value.length() - 1 - i) : fill;
        boolean known = (bits[i] == '0' || bits[i] == '1') && (now == '0' || now == '1');
        if (known && now != bits[i]) {
          toggles++;
        }
        bits[i] = now;
      }
    }
  }

  /**
   * Reads a dump to its end.
   *
   * @return the toggles of every scope that declares signals, by its path with dots
   * @throws IOException if it cannot be read or is no dump
   */
  static Map<String, ModuleToggles> count(BufferedReader dump) throws IOException {
    ToggleCounter counter = new ToggleCounter();
    for (String line = dump.readLine(); line != null; line = dump.readLine()) {
      counter.line(line.strip());
    }
    return counter.scopes.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                scope -> counter.sum(scope.getValue()),
                (a, b) -> a,
                LinkedHashMap::new));
  }

  private void line(String line) throws IOException {
    if (line.isEmpty() || !defined && line.charAt(0) != '$') {
      return;
    }
    switch (line.charAt(0)) {
      case '$' -> declaration(line.split("\\s+"));
      case '0', '1', 'x', 'z', 'X', 'Z' -> change(line.substring(1), line.substring(0, 1));
      case 'b', 'B' -> {
        int space = line.indexOf(' ');
        if (space < 0) {
          throw new IOException("value change without signal: " + line);
        }
        change(line.substring(space + 1), line.substring(1, space));
      }
      default -> {
        // Times, and text of other sections: the number of cycles is known from the window.
      }
    }
  }

  private void declaration(String[] words) throws IOException {
    switch (words[0]) {
      case "$scope" -> path.addLast(words[2]);
      case "$enddefinitions" -> defined = true;
      case "$upscope" -> path.removeLast();
      case "$var" -> {
        if (words.length < 6) {
          throw new IOException("declaration without a name: " + Arrays.toString(words));
        }
        signals.computeIfAbsent(words[3], id -> new Signal(Integer.parseInt(words[2])));
        if (!CLOCK.matcher(words[4]).matches()) {
          scopes.computeIfAbsent(String.join(".", path), p -> new LinkedHashSet<>()).add(words[3]);
        }
      }
      default -> {
        // Dates, versions, and the frame of the first values.
      }
    }
  }

  private void change(String id, String value) throws IOException {
    Signal signal = signals.get(id);
    if (signal == null) {
      throw new IOException("value of a signal that is not declared: " + id);
    }
    signal.set(value);
  }

  private ModuleToggles sum(Set<String> ids) {
    return ids.stream()
        .map(signals::get)
        .map(signal -> new ModuleToggles(signal.bits.length, signal.toggles))
        .reduce(ModuleToggles.NONE, ModuleToggles::plus);
  }
}
