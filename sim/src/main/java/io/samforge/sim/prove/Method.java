package io.samforge.sim.prove;

/**
 * How a property is proved.
 *
 * @param depth cycles from reset that are checked exhaustively
 * @param induction cycles of the induction step; 0 without one, so that the property is known only
 *     up to {@code depth}
 */
public record Method(int depth, int induction) {

  /** Returns the proof for inputs of one moment: the design has no state. */
  public static Method combinational() {
    return new Method(1, 0);
  }

  /** Returns a proof for all times. */
  public static Method inductive() {
    return new Method(4, 2);
  }

  /** Returns a proof for a number of cycles behind reset. */
  public static Method bounded(int depth) {
    return new Method(depth, 0);
  }

  /** Returns how far it reaches, for people. */
  public String reach() {
    if (induction > 0) {
      return "all times (induction, " + induction + ")";
    }
    return depth == 1 ? "all inputs" : depth + " cycles from reset";
  }
}
