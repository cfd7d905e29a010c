package io.samforge.eval.accuracy;

import java.util.List;

/** Knows variants of the model that accuracy is measured of. */
@FunctionalInterface
public interface VariantSource {
  /** The variants, in the order in which they are measured; making the list is quick. */
  List<AccuracyVariant> variants();
}
