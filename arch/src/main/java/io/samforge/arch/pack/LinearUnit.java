package io.samforge.arch.pack;

import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramLayer;
import java.util.List;

/**
 * A step with constant weights, or a chain of them whose codes stay in device memory.
 *
 * <p>Descriptors, weights and tables are written once; the first operand is written and the last
 * output read in every run.
 *
 * @param program the layers, named as their steps
 * @param layers what the program does not say about each layer
 */
public record LinearUnit(Program program, List<PackedLayer> layers) implements ProgramUnit {
  /** Refuses programs with other layers, and those that are no chain. */
  public LinearUnit {
    layers = List.copyOf(layers);
    if (layers.isEmpty() || layers.size() != program.layers().size()) {
      throw new IllegalArgumentException(
          layers.size() + " layers for a program of " + program.layers().size());
    }
    for (int i = 0; i < layers.size(); i++) {
      boolean chained =
          i == 0 || program.layers().get(i).input() == program.layers().get(i - 1).output();
      boolean last = i == layers.size() - 1;
      boolean raw = program.outputOf(i).raw();
      if (!chained || raw != last || raw != (layers.get(i).banks() == 0)) {
        throw new IllegalArgumentException(
            "layer " + program.layers().get(i).name() + " is not part of a chain");
      }
    }
  }

  @Override
  public List<String> steps() {
    return program.layers().stream().map(ProgramLayer::name).toList();
  }

  /**
   * Makes a layer from the bytes that the device reads.
   *
   * @param index the layer's place in the chain
   */
  public GemmLayer layer(int index) {
    return layers.get(index).layer(program, index);
  }
}
