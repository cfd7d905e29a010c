package io.samforge.eval.energy;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which module every instance of generated Verilog is of.
 *
 * @param top the module at the top
 * @param children the module of every instance, by module and name of the instance
 */
record InstanceModules(String top, Map<String, Map<String, String>> children) {
  private static final Pattern MODULE = Pattern.compile("^module (\\w+)");
  private static final Pattern INSTANCE = Pattern.compile("^  (\\w+) (\\w+) \\($");

  /** Reads the text that the generator emits: an instance begins a line of its own. */
  static InstanceModules of(String top, String verilog) {
    Map<String, Map<String, String>> children = new HashMap<>();
    String module = "";
    for (String line : verilog.split("\n")) {
      Matcher begin = MODULE.matcher(line);
      Matcher instance = INSTANCE.matcher(line);
      if (begin.find()) {
        module = begin.group(1);
        children.put(module, new HashMap<>());
      } else if (instance.find()) {
        children.get(module).put(instance.group(2), instance.group(1));
      }
    }
    return new InstanceModules(top, children);
  }

  /** Adds up the toggles of all instances of every module; scopes without a module are refused. */
  Map<String, ModuleToggles> sum(Map<String, ModuleToggles> scopes) {
    Map<String, ModuleToggles> modules = new TreeMap<>();
    scopes.forEach((path, toggles) -> modules.merge(module(path), toggles, ModuleToggles::plus));
    return modules;
  }

  /** Returns how many instances of every module there are, the top included. */
  Map<String, Long> instances() {
    Map<String, Long> counts = new TreeMap<>();
    count(top, counts);
    return counts;
  }

  private void count(String module, Map<String, Long> counts) {
    counts.merge(module, 1L, Long::sum);
    children.getOrDefault(module, Map.of()).values().forEach(child -> count(child, counts));
  }

  private String module(String path) {
    String module = top;
    boolean inside = false;
    for (String name : path.split("\\.")) {
      if (inside) {
        String found = children.getOrDefault(module, Map.of()).get(name);
        if (found == null) {
          throw new IllegalArgumentException("no instance %s in %s".formatted(name, module));
        }
        module = found;
      } else {
        inside = name.equals(top);
      }
    }
    return module;
  }
}
