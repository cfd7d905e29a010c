package io.samforge.calib;

import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.SlotMap;
import java.util.Arrays;
import java.util.List;

/**
 * Layers that run one after the other, each reading the output of the one before: one program.
 *
 * @param name short name, also that of the program file
 * @param layers the layers; all but the last deliver codes
 * @param inputCodes unsigned codes the first layer reads, in channel order, shape
 *     [tokens][channels]
 */
public record CalibratedChain(String name, List<CalibratedLayer> layers, byte[][] inputCodes) {
  /** Refuses an empty chain and input codes that do not fit the first layer. */
  public CalibratedChain {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(name + ": a chain needs a layer");
    }
    int tokens = layers.get(0).layer().tokens();
    int channels = layers.get(0).layer().channels();
    if (inputCodes.length != tokens || inputCodes[0].length != channels) {
      throw new IllegalArgumentException(
          "%s: input codes [%d][%d] for a layer of [%d][%d]"
              .formatted(name, inputCodes.length, inputCodes[0].length, tokens, channels));
    }
  }

  /** The layers of the accelerator in order. */
  public List<GemmLayer> gemmLayers() {
    return layers.stream().map(CalibratedLayer::layer).toList();
  }

  /** The input codes in the slot order of the first layer, padding included: [tokens][slots]. */
  public byte[][] inputSlots() {
    SlotMap slots = layers.get(0).layer().slots();
    return Arrays.stream(inputCodes).map(slots::toSlots).toArray(byte[][]::new);
  }
}
