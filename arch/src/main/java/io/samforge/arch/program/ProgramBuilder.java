package io.samforge.arch.program;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.SlotCode;
import io.samforge.arch.layer.SlotMap;
import java.util.ArrayList;
import java.util.List;

/** Collects layers and makes a program of them. */
public final class ProgramBuilder {
  private final AcceleratorConfig config;
  private final List<Step> steps = new ArrayList<>();

  private record Step(GemmLayer layer, boolean chained) {}

  /** Starts an empty program for one configuration. */
  public ProgramBuilder(AcceleratorConfig config) {
    this.config = config;
  }

  /** Adds a layer whose operand the host writes. */
  public ProgramBuilder layer(GemmLayer layer) {
    steps.add(new Step(layer, false));
    return this;
  }

  /**
   * Adds a layer whose operand is the output of the layer before it.
   *
   * @throws IllegalArgumentException when the two do not fit together
   */
  public ProgramBuilder chained(GemmLayer layer) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("layer " + layer.name() + " has no layer before it");
    }
    GemmLayer before = steps.get(steps.size() - 1).layer;
    if (!(before.output() instanceof CodeOutput)
        || before.tokens() != layer.tokens()
        || before.outputs() != layer.channels()) {
      throw new IllegalArgumentException(
          String.format(
              "layer %s reads codes of %d tokens x %d channels; layer %s writes %s of %d x %d",
              layer.name(),
              layer.tokens(),
              layer.channels(),
              before.name(),
              before.output() instanceof CodeOutput ? "codes" : "floats",
              before.tokens(),
              before.outputs()));
    }
    if (!(layer.operand().slotCode() instanceof SlotCode.Plain)) {
      throw new IllegalArgumentException(
          String.format(
              "layer %s reads codes that stand in several slots; allowed: codes that the host"
                  + " writes, not those of layer %s",
              layer.name(), before.name()));
    }
    steps.add(new Step(layer, true));
    return this;
  }

  /**
   * Compiles all layers and plans the memory: one region after the other, nothing is reused, so the
   * host can read every intermediate tensor afterwards.
   *
   * @throws UserError when a layer does not fit the configuration or the program its memory
   */
  public Program build() {
    MemoryRegion memory = MemoryRegion.all(config);
    return compile().place(memory, memory);
  }

  /**
   * Compiles all layers without giving them addresses.
   *
   * @throws UserError when a layer does not fit the configuration
   */
  public CompiledProgram compile() {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a program needs at least one layer");
    }
    LayerCompiler compiler = new LayerCompiler(config);
    List<CompiledProgram.Step> compiled = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      GemmLayer layer = steps.get(i).layer;
      SlotMap outputs = outputSlots(i);
      compiled.add(
          new CompiledProgram.Step(
              layer.name(),
              steps.get(i).chained,
              layer.slots(),
              outputs,
              layer.macs(),
              compiler.compile(layer, outputs.slotChannel())));
    }
    return new CompiledProgram(config, compiled);
  }

  /** Returns the order of a step's outputs: that of the layer that reads them, or their own. */
  private SlotMap outputSlots(int step) {
    if (step + 1 < steps.size() && steps.get(step + 1).chained) {
      return steps.get(step + 1).layer.slots();
    }
    return SlotMap.identity(steps.get(step).layer.outputs(), 1);
  }
}
