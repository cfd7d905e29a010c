package io.samforge.sim.prove;

import java.util.Map;
import java.util.function.Supplier;

/**
 * A property of a module.
 *
 * @param name a short name
 * @param statement what is proved, for people
 * @param harness the file of assumptions and assertions around the module
 * @param design the Verilog of the module with everything below it
 * @param top the module
 * @param macros values that the harness needs
 * @param method how it is proved
 * @param memoriesAsRegisters whether the harness looks at single words of memories
 * @param bug a change that must make the proof fail
 */
public record Proof(
    String name,
    String statement,
    String harness,
    Supplier<String> design,
    String top,
    Map<String, String> macros,
    Method method,
    boolean memoriesAsRegisters,
    SeededBug bug) {
  /** Copies the map. */
  public Proof {
    macros = Map.copyOf(macros);
  }
}
