package io.samforge.calib.quant;

/** How the quantiser of a group follows from its channels. */
public enum GroupParameters {
  /** Mean scale and mean zero-point of the channels' own quantisers, as published. */
  MEAN,
  /** The range that holds the ranges of all channels: nothing inside of them is clipped. */
  UNION,
  /** The range of least squared error on sampled values, weighted by the weights that read them. */
  SEARCHED
}
