package io.samforge.rtl.unit;

import io.samforge.arch.config.Widths;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;

/**
 * Removes the weight zero-point and the activation zero-points from an accumulated sum: {@code P =
 * ACC - zo * R - C} (docs/architecture.md, section 3).
 *
 * <p>The exact result must fit {@code p} bits; then intermediate wrap-around cancels. The product
 * is split so that each half fits one DSP48E2 slice.
 *
 * <p>Latency {@link #LATENCY}, one sum per cycle, never stalls, registers without reset. Golden
 * counterpart {@code io.samforge.arch.golden.GoldenModel}; covered by {@code PostLaneTest}.
 */
public final class OffsetCorrection extends Module {
  /** Cycles from the inputs to the result. */
  public static final int LATENCY = 4;

  // The wider input of a DSP48E2 multiplier takes 27 signed bits.
  private static final int LOW_BITS = 26;

  /** ACC. */
  public final Signed acc;

  /** R. */
  public final Unsigned rowSum;

  /** zo, the weight zero-point less 2^(weightBits-1). */
  public final Signed weightOffset;

  /** C. */
  public final Signed constant;

  /** P. */
  public final Signed result;

  /**
   * Creates the unit.
   *
   * @param shape the widths
   */
  public OffsetCorrection(PostLaneShape shape) {
    int p = shape.p();
    acc = inputSigned("acc", shape.acc());
    rowSum = inputUnsigned("row_sum", shape.rowSum());
    weightOffset = inputSigned("weight_offset", shape.weightBits());
    constant = inputSigned("constant_term", Widths.CONSTANT);
    result = outputSigned("result", p);

    Signed difference =
        delay(
            "difference",
            delay("acc_1", acc).extend(p).minus(delay("constant_1", constant).extend(p)));
    Signed product = product(delay("row_sum_1", rowSum), delay("weight_offset_1", weightOffset), p);
    result.set(delay("corrected", delay("difference_2", difference).minus(product)));
  }

  /** Returns the product modulo 2^p, two cycles later. */
  private static Signed product(Unsigned sum, Signed offset, int p) {
    int low = Math.min(LOW_BITS, sum.width());
    Signed lowProduct = delay("product_low", sum.slice(0, low).unsigned().signed().times(offset));
    if (low == sum.width()) {
      return delay("product", fit(lowProduct, p));
    }
    Signed highProduct =
        delay("product_high", sum.slice(low, sum.width() - low).unsigned().signed().times(offset));
    Signed total = fit(highProduct.shiftLeft(low), p).plus(fit(lowProduct, p));
    return delay("product", total);
  }

  private static Signed fit(Signed value, int width) {
    return value.width() > width ? value.truncate(width) : value.extend(width);
  }
}
