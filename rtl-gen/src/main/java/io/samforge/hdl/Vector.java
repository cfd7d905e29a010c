package io.samforge.hdl;

import spinal.core.BaseType;
import spinal.core.BitCount;
import spinal.core.BitVector;

/**
 * A value of several bits.
 *
 * @param <S> the concrete type
 */
public abstract sealed class Vector<S extends Vector<S>> extends Signal<S>
    permits Bits, Unsigned, Signed {
  Vector(BaseType node, int width) {
    super(node, width);
    if (width < 1) {
      throw new HdlException("a vector needs at least 1 bit, not " + width);
    }
  }

  /** Returns bit {@code index}; bit 0 is the least significant. */
  public final Bit bit(int index) {
    if (index < 0 || index >= width()) {
      throw new HdlException(
          "bit " + index + " of " + describe() + " is outside 0.." + (width() - 1));
    }
    return new Bit(vector().apply(index));
  }

  /** Returns the bit that {@code index} selects. */
  public final Bit bit(Unsigned index) {
    return new Bit(vector().apply(index.uint()));
  }

  /** Returns the most significant bit. */
  public final Bit msb() {
    return bit(width() - 1);
  }

  /** Returns {@code count} bits starting at {@code low}. */
  public final Bits slice(int low, int count) {
    if (low < 0 || count < 1 || low + count > width()) {
      throw new HdlException(
          "slice of " + count + " bits from " + low + " exceeds " + describe() + " of " + width());
    }
    return new Bits(vector().apply(low, new BitCount(count)).asBits(), count);
  }

  /** Returns the low {@code count} bits, dropping the others on purpose. */
  public final S truncate(int count) {
    if (count > width()) {
      throw new HdlException("cannot truncate " + width() + " bits to " + count);
    }
    return count == width() ? self() : wrap(vector().resize(new BitCount(count)));
  }

  /** Returns the value in {@code count} bits: zero- or sign-extended as the type says. */
  public final S extend(int count) {
    if (count < width()) {
      throw new HdlException(
          "cannot extend " + width() + " bits to " + count + "; use truncate to drop bits");
    }
    return count == width() ? self() : wrap(vector().resize(new BitCount(count)));
  }

  /** Returns 1 where any bit is 1. */
  public final Bit any() {
    return new Bit(vector().orR());
  }

  /** Returns 1 where every bit is 1. */
  public final Bit all() {
    return new Bit(vector().andR());
  }

  final BitVector vector() {
    return (BitVector) node();
  }
}
