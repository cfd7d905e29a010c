package io.samforge.calib;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramBuilder;

/** Compiles calibrated chains into programs. */
public final class CalibratedProgram {
  private CalibratedProgram() {}

  /**
   * The program of {@code chain}: the host writes the operand of the first layer, every other layer
   * reads what the one before left in device memory.
   *
   * @throws io.samforge.arch.UserError if a layer does not fit the configuration
   */
  public static Program of(CalibratedChain chain, AcceleratorConfig config) {
    ProgramBuilder builder = new ProgramBuilder(config);
    builder.layer(chain.gemmLayers().get(0));
    chain.gemmLayers().stream().skip(1).forEach(builder::chained);
    return builder.build();
  }
}
