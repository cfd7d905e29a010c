package io.samforge.rtl.dsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The Verilog that stands for DSP48E2 outside of a vendor's tools: a model of what {@link Dsp48e2}
 * uses of it for simulation, lint and proof, and an empty box for synthesis with Yosys. Where
 * {@code SYNTHESIS} is defined and the tool is not Yosys, it is nothing: the tool knows the block.
 *
 * <p>The model ends the simulation when a parameter, a mode or a tied input has a value that it
 * does not compute.
 */
public final class Dsp48e2Model {
  private static final String FILE = "DSP48E2.v";

  private Dsp48e2Model() {}

  /** Returns the text. */
  public static String verilog() {
    try (InputStream in = Dsp48e2Model.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
