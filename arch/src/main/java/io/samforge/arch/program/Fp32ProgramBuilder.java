package io.samforge.arch.program;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.Fp32Layer;
import io.samforge.arch.layer.SlotMap;
import java.util.ArrayList;
import java.util.List;

/** Collects layers of the floating-point twin and makes a program of them. */
public final class Fp32ProgramBuilder {
  private final AcceleratorConfig config;
  private final Fp32Compiler compiler;
  private final List<Step> steps = new ArrayList<>();

  private record Step(Fp32Layer layer, boolean chained) {}

  /**
   * Starts an empty program.
   *
   * @throws io.samforge.arch.UserError when the configuration has another arithmetic
   */
  public Fp32ProgramBuilder(AcceleratorConfig config) {
    this.config = config;
    this.compiler = new Fp32Compiler(config);
  }

  /** Adds a layer whose operand the host writes. */
  public Fp32ProgramBuilder layer(Fp32Layer layer) {
    steps.add(new Step(layer, false));
    return this;
  }

  /**
   * Adds a layer whose operand is the output of the layer before it.
   *
   * @throws IllegalArgumentException when the two do not fit together
   */
  public Fp32ProgramBuilder chained(Fp32Layer layer) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("layer " + layer.name() + " has no layer before it");
    }
    Fp32Layer before = steps.get(steps.size() - 1).layer;
    if (before.tokens() != layer.tokens() || before.outputs() != layer.channels()) {
      throw new IllegalArgumentException(
          String.format(
              "layer %s reads %d tokens x %d channels; layer %s writes %d x %d",
              layer.name(),
              layer.tokens(),
              layer.channels(),
              before.name(),
              before.tokens(),
              before.outputs()));
    }
    steps.add(new Step(layer, true));
    return this;
  }

  /**
   * Compiles all layers and plans the memory, in which nothing is reused.
   *
   * @throws io.samforge.arch.UserError when a layer does not fit the configuration or the program
   *     its memory
   */
  public Program build() {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a program needs at least one layer");
    }
    List<CompiledProgram.Step> compiled = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Fp32Layer layer = steps.get(i).layer;
      SlotMap outputs = outputSlots(i);
      compiled.add(
          new CompiledProgram.Step(
              layer.name(),
              steps.get(i).chained,
              compiler.inputSlots(layer),
              outputs,
              layer.macs(),
              compiler.compile(layer, outputs)));
    }
    MemoryRegion memory = MemoryRegion.all(config);
    return new CompiledProgram(config, compiled).place(memory, memory);
  }

  private SlotMap outputSlots(int step) {
    return step + 1 < steps.size() && steps.get(step + 1).chained
        ? compiler.inputSlots(steps.get(step + 1).layer)
        : SlotMap.identity(steps.get(step).layer.outputs(), 1);
  }
}
