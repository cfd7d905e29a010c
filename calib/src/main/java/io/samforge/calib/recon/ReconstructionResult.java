package io.samforge.calib.recon;

import io.samforge.arch.model.QuantizationPlan;
import java.util.Locale;

/**
 * What the reconstruction of a unit gave. Both errors are those of hardened weights with every
 * activation rounded.
 *
 * @param plan quantisers of the unit's steps
 * @param errorBefore squared error of the unit's outputs with the quantisers of the start, as a
 *     share of the squared outputs
 * @param errorAfter the same with {@code plan}; never larger
 * @param note what happened, for a person
 */
public record ReconstructionResult(
    QuantizationPlan plan, double errorBefore, double errorAfter, String note) {
  /** Returns whether the plan is better than the start. */
  public boolean improved() {
    return errorAfter < errorBefore;
  }

  /** Returns the signal to quantisation noise ratio before, in decibels. */
  public double decibelsBefore() {
    return -10 * Math.log10(errorBefore);
  }

  /** Returns the signal to quantisation noise ratio after, in decibels. */
  public double decibelsAfter() {
    return -10 * Math.log10(errorAfter);
  }

  /** Returns a line for a person. */
  public String text() {
    return String.format(
        Locale.ROOT, "%.2f dB -> %.2f dB, %s", decibelsBefore(), decibelsAfter(), note);
  }
}
