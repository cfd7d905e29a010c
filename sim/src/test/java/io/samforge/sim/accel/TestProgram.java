package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * A program with its inputs and the golden output of every layer.
 *
 * @param program the program
 * @param layers its layers
 * @param inputs codes [token][channel] of every tensor of {@link Program#inputs}
 * @param golden what every layer computes
 */
record TestProgram(
    Program program, List<GemmLayer> layers, List<byte[][]> inputs, List<GoldenOutput> golden) {

  /** Collects layers. */
  static final class Builder {
    private final ProgramBuilder program;
    private final List<GemmLayer> layers = new ArrayList<>();
    private final List<byte[][]> inputs = new ArrayList<>();
    private final List<GoldenOutput> golden = new ArrayList<>();

    Builder(AcceleratorConfig config) {
      program = new ProgramBuilder(config);
    }

    /** Adds a layer that reads its own input. */
    Builder layer(GemmLayer layer, byte[][] codes) {
      program.layer(layer);
      inputs.add(codes);
      return add(layer, codes);
    }

    /** Adds a layer that reads the codes of the layer before it. */
    Builder chained(GemmLayer layer) {
      program.chained(layer);
      return add(layer, golden.get(golden.size() - 1).codes());
    }

    TestProgram build() {
      return new TestProgram(program.build(), List.copyOf(layers), inputs, golden);
    }

    private Builder add(GemmLayer layer, byte[][] codes) {
      layers.add(layer);
      golden.add(new GoldenModel().run(layer, codes));
      return this;
    }
  }

  /** Returns this program without inputs and golden outputs in its text. */
  @Override
  public String toString() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      GemmLayer layer = layers.get(i);
      texts.add(
          String.format(
              "%s %dx%dx%d %s%s tiles of %d",
              layer.name(),
              layer.tokens(),
              layer.channels(),
              layer.outputs(),
              layer.operand().getClass().getSimpleName(),
              program.descriptor(i).nLog() > 0 ? " nLog=" + program.descriptor(i).nLog() : "",
              program.descriptor(i).tileTokens()));
    }
    return texts.toString();
  }
}
