package io.samforge.hdl;

import spinal.core.Data;
import spinal.core.SInt;

/** A value that is a two's complement number. */
public final class Signed extends Vector<Signed> {
  Signed(SInt node, int width) {
    super(node, width);
  }

  /** Returns the sum modulo 2^width; both operands have the same width. */
  public Signed plus(Signed other) {
    requireWidth(other, "plus");
    return new Signed(sint().$plus(other.sint()), width());
  }

  /** Returns the exact sum, one bit wider than the wider operand. */
  public Signed plusWide(Signed other) {
    return new Signed(sint().$plus$up(other.sint()), Math.max(width(), other.width()) + 1);
  }

  /** Returns the difference modulo 2^width; both operands have the same width. */
  public Signed minus(Signed other) {
    requireWidth(other, "minus");
    return new Signed(sint().$minus(other.sint()), width());
  }

  /** Returns the exact product, as wide as both operands together. */
  public Signed times(Signed other) {
    return new Signed(sint().$times(other.sint()), width() + other.width());
  }

  /** Returns 1 where this is less than the other. */
  public Bit lt(Signed other) {
    requireWidth(other, "lt");
    return new Bit(sint().$less(other.sint()));
  }

  /** Returns 1 where this is less than or equal to the other. */
  public Bit le(Signed other) {
    requireWidth(other, "le");
    return new Bit(sint().$less$eq(other.sint()));
  }

  /** Returns 1 where this is greater than the other. */
  public Bit gt(Signed other) {
    return other.lt(this);
  }

  /** Returns 1 where this is greater than or equal to the other. */
  public Bit ge(Signed other) {
    return other.le(this);
  }

  /** Returns this times 2^amount, {@code amount} bits wider. */
  public Signed shiftLeft(int amount) {
    return amount == 0 ? this : new Signed(sint().$less$less(amount), width() + amount);
  }

  /** Returns this times 2^amount in the same width; bits beyond it are lost. */
  public Signed shiftLeft(Unsigned amount) {
    return new Signed(sint().$bar$less$less(amount.uint()), width());
  }

  /** Returns this divided by 2^amount, rounded down, in the same width. */
  public Signed shiftRight(Unsigned amount) {
    return new Signed(sint().$bar$greater$greater(amount.uint()), width());
  }

  /** Returns the negated value in the same width; the most negative value stays itself. */
  public Signed negate() {
    return Module.signed(0, width()).minus(this);
  }

  /** Returns 1 where this is negative. */
  public Bit negative() {
    return msb();
  }

  /** Returns the same bits as an unsigned number. */
  public Unsigned unsigned() {
    return bits().unsigned();
  }

  SInt sint() {
    return (SInt) node();
  }

  @Override
  Signed self() {
    return this;
  }

  @Override
  Signed wrap(Data data) {
    SInt number = (SInt) data;
    return new Signed(number, number.getWidth());
  }
}
