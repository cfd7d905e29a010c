package io.samforge.eval.demo;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.Program;
import io.samforge.calib.CalibratedBlock;
import io.samforge.calib.CalibratedProgram;
import java.util.List;

/**
 * A block quantised and compiled for one accelerator.
 *
 * @param block the layers and their references
 * @param programs one for each chain of the block
 */
record Variant(CalibratedBlock block, List<Program> programs) {
  /** Copies the list. */
  Variant {
    programs = List.copyOf(programs);
  }

  /**
   * Compiles all chains of {@code block}.
   *
   * @throws io.samforge.arch.UserError if a layer does not fit the configuration
   */
  static Variant compile(CalibratedBlock block) {
    return new Variant(
        block,
        block.chains().stream().map(chain -> CalibratedProgram.of(chain, block.config())).toList());
  }

  /** The accelerator. */
  AcceleratorConfig config() {
    return block.config();
  }

  /** Name of the file of program {@code i}: configuration, code widths and chain. */
  String fileName(int i) {
    return "%s-%sbit-%s.sfp"
        .formatted(config().name(), LayerResult.bits(config()), block.chains().get(i).name());
  }
}
