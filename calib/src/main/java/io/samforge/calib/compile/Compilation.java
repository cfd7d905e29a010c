package io.samforge.calib.compile;

import io.samforge.arch.pack.ModelPackage;
import java.util.List;

/**
 * What the compiler made.
 *
 * @param model the package
 * @param fallbacks quantised steps that stay on the host
 * @param residentBytes memory of descriptors, weights and tables, from address 0 on
 * @param scratchBytes memory of the activations of the unit that needs most of it
 */
public record Compilation(
    ModelPackage model, List<HostFallback> fallbacks, long residentBytes, long scratchBytes) {
  /** Copies the list. */
  public Compilation {
    fallbacks = List.copyOf(fallbacks);
  }
}
