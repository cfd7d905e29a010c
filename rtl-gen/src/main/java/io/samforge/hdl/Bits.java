package io.samforge.hdl;

import spinal.core.BitCount;
import spinal.core.Data;

/** A bundle of bits without a numeric meaning. */
public final class Bits extends Vector<Bits> {
  Bits(spinal.core.Bits node, int width) {
    super(node, width);
  }

  /** Returns the bitwise conjunction. */
  public Bits and(Bits other) {
    requireWidth(other, "and");
    return new Bits(raw().$amp(other.raw()), width());
  }

  /** Returns the bitwise disjunction. */
  public Bits or(Bits other) {
    requireWidth(other, "or");
    return new Bits(raw().$bar(other.raw()), width());
  }

  /** Returns the bitwise exclusive disjunction. */
  public Bits xor(Bits other) {
    requireWidth(other, "xor");
    return new Bits(raw().$up(other.raw()), width());
  }

  /** Returns the bitwise complement. */
  public Bits not() {
    return new Bits(raw().unary_$tilde(), width());
  }

  /** Returns {@code this} as the high part and {@code low} as the low part. */
  public Bits concat(Bits low) {
    return new Bits(raw().$hash$hash(low.raw()), width() + low.width());
  }

  /** Returns the bits shifted towards the least significant end; zeros enter. */
  public Bits shiftRight(Unsigned amount) {
    return new Bits(raw().$bar$greater$greater(amount.uint()), width());
  }

  /** Returns the bits shifted towards the most significant end; the width stays. */
  public Bits shiftLeft(Unsigned amount) {
    return new Bits(raw().$bar$less$less(amount.uint()), width());
  }

  /** Returns {@code count} bits from a bit position known only at run time. */
  public Bits sliceAt(Unsigned low, int count) {
    return new Bits(raw().apply(low.uint(), new BitCount(count)), count);
  }

  /** Returns the same bits as an unsigned number. */
  public Unsigned unsigned() {
    return new Unsigned(raw().asUInt(), width());
  }

  /** Returns the same bits as a two's complement number. */
  public Signed signed() {
    return new Signed(raw().asSInt(), width());
  }

  spinal.core.Bits raw() {
    return (spinal.core.Bits) node();
  }

  @Override
  Bits self() {
    return this;
  }

  @Override
  Bits wrap(Data data) {
    spinal.core.Bits bits = (spinal.core.Bits) data;
    return new Bits(bits, bits.getWidth());
  }
}
