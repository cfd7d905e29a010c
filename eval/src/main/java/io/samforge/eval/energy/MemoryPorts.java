package io.samforge.eval.energy;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many data bits are at the ports of the block memories of generated Verilog.
 *
 * <p>Every memory has one port to read and one to write. Memories with a ram style of their own are
 * no block memories.
 *
 * @param bits by module, of one instance without the modules inside it
 * @param instances how many instances of every module there are
 */
record MemoryPorts(Map<String, Long> bits, Map<String, Long> instances) {
  private static final int PORTS = 2;
  private static final Pattern MODULE = Pattern.compile("^module (\\w+)");
  private static final Pattern MEMORY =
      Pattern.compile("^  reg +\\[(\\d+):0\\] +\\w+ +\\[0:\\d+\\];");

  /** Reads the Verilog of a configuration. */
  static MemoryPorts of(AcceleratorConfig config) {
    return of(RtlGenerator.TOP, RtlGenerator.accelerator(config));
  }

  /** Reads Verilog of which the generator wrote every declaration on a line of its own. */
  static MemoryPorts of(String top, String verilog) {
    Map<String, Long> bits = new HashMap<>();
    String module = "";
    for (String line : verilog.split("\n")) {
      Matcher begin = MODULE.matcher(line);
      Matcher memory = MEMORY.matcher(line);
      if (begin.find()) {
        module = begin.group(1);
      } else if (memory.find()) {
        bits.merge(module, PORTS * (Long.parseLong(memory.group(1)) + 1), Long::sum);
      }
    }
    return new MemoryPorts(bits, InstanceModules.of(top, verilog).instances());
  }

  /** Returns the bits of one instance of a module. */
  long bits(String module) {
    return bits.getOrDefault(module, 0L);
  }

  /** Returns the bits of all instances of all modules. */
  long allBits() {
    return bits.entrySet().stream()
        .mapToLong(module -> module.getValue() * instances.getOrDefault(module.getKey(), 0L))
        .sum();
  }
}
