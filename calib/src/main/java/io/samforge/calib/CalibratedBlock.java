package io.samforge.calib;

import io.samforge.arch.config.AcceleratorConfig;
import java.util.List;

/**
 * A block of the encoder whose layers are quantised for one accelerator.
 *
 * @param config the accelerator
 * @param block path of the block
 * @param photograph what the calibration picture is called
 * @param chains the programs of the block
 */
public record CalibratedBlock(
    AcceleratorConfig config, String block, String photograph, List<CalibratedChain> chains) {
  /** Copies the list. */
  public CalibratedBlock {
    chains = List.copyOf(chains);
  }

  /** All layers in the order of the chains. */
  public List<CalibratedLayer> layers() {
    return chains.stream().flatMap(chain -> chain.layers().stream()).toList();
  }
}
