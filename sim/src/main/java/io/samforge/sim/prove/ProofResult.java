package io.samforge.sim.prove;

/**
 * What came out of a proof.
 *
 * @param name the proof
 * @param statement what was to be proved
 * @param reach for how long it holds, see {@link Method#reach}
 * @param proved whether it holds
 * @param bugFound whether the proof fails with the seeded bug
 * @param bug the change that was seeded
 * @param seconds time of both
 * @param detail the solver's complaint when it does not hold, else empty
 */
public record ProofResult(
    String name,
    String statement,
    String reach,
    boolean proved,
    boolean bugFound,
    String bug,
    double seconds,
    String detail) {

  /** Returns whether the property holds and the seeded bug breaks it. */
  public boolean good() {
    return proved && bugFound;
  }
}
