package io.samforge.calib.recon;

import io.samforge.host.run.FloatTensor;
import java.util.Map;

/**
 * What a unit reads and should write for one calibration image.
 *
 * @param floatInputs inputs as the float model makes them
 * @param quantizedInputs inputs as they are behind the quantised steps before the unit
 * @param targets outputs of the float unit for {@code floatInputs}
 */
public record UnitSample(
    Map<String, FloatTensor> floatInputs,
    Map<String, FloatTensor> quantizedInputs,
    Map<String, FloatTensor> targets) {
  /** Copies the maps and refuses inputs of different names. */
  public UnitSample {
    floatInputs = Map.copyOf(floatInputs);
    quantizedInputs = Map.copyOf(quantizedInputs);
    targets = Map.copyOf(targets);
    if (!floatInputs.keySet().equals(quantizedInputs.keySet())) {
      throw new IllegalArgumentException(
          "inputs %s and %s".formatted(floatInputs.keySet(), quantizedInputs.keySet()));
    }
  }
}
