package io.samforge.calib.plan;

/** How the channels of an operand get uniform quantisers. */
public enum Grouping {
  /** One quantiser for all channels, from the smallest to the largest value. */
  NONE,
  /**
   * The published method: channels behind a layer normalisation are clustered by scale and
   * zero-point; all other operands have one quantiser.
   */
  CLUSTERS,
  /**
   * Groups of whole chunks of reduction lanes, by the widths of their channels; every channel has
   * its own zero-point and nothing inside of the observed ranges is clipped.
   */
  WIDTHS
}
