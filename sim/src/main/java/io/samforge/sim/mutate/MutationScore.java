package io.samforge.sim.mutate;

import java.util.List;

/**
 * How many mutants of a unit its check notices.
 *
 * @param module the unit
 * @param mutants mutants that were made
 * @param detected mutants that the check notices
 * @param equivalent mutants that were proved to do what the unit must do
 * @param survivors mutants that are neither noticed nor proved harmless
 * @param harmless the equivalent ones
 */
public record MutationScore(
    String module,
    int mutants,
    int detected,
    int equivalent,
    List<String> survivors,
    List<String> harmless) {
  /** Copies the lists. */
  public MutationScore {
    survivors = List.copyOf(survivors);
    harmless = List.copyOf(harmless);
  }

  /** Returns the share of detected mutants among those that are not equivalent, in per cent. */
  public double percent() {
    return 100.0 * detected / (mutants - equivalent);
  }

  /** Returns the share of detected mutants among all of them, in per cent. */
  public double rawPercent() {
    return 100.0 * detected / mutants;
  }
}
