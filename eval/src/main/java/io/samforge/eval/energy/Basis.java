package io.samforge.eval.energy;

/** What a figure of the energy model rests on. */
public enum Basis {
  /** Printed in the source. */
  PUBLISHED,
  /** Computed from printed figures as the source text says. */
  DERIVED,
  /** Without a source; the range is wide. */
  ASSUMED,
  /** Chosen so that published designs come out. */
  FITTED
}
