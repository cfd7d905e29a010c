package io.samforge.hdl;

import spinal.core.Data;
import spinal.core.UInt;

/** A value that is an unsigned number. */
public final class Unsigned extends Vector<Unsigned> {
  Unsigned(UInt node, int width) {
    super(node, width);
  }

  /** Returns the sum modulo 2^width; both operands have the same width. */
  public Unsigned plus(Unsigned other) {
    requireWidth(other, "plus");
    return new Unsigned(uint().$plus(other.uint()), width());
  }

  /** Returns the exact sum, one bit wider than the wider operand. */
  public Unsigned plusWide(Unsigned other) {
    return new Unsigned(uint().$plus$up(other.uint()), Math.max(width(), other.width()) + 1);
  }

  /** Returns the difference modulo 2^width; both operands have the same width. */
  public Unsigned minus(Unsigned other) {
    requireWidth(other, "minus");
    return new Unsigned(uint().$minus(other.uint()), width());
  }

  /**
   * Returns what follows in a count 0, 1, ..., count-1, 0, ...
   *
   * @param last 1 where this is count-1; a count of all values of this width wraps by itself
   */
  public Unsigned next(Bit last, int count) {
    Unsigned next = plus(1);
    return count == 1 << width() ? next : Module.unsigned(0, width()).orElse(last, next);
  }

  /** Returns the exact product, as wide as both operands together. */
  public Unsigned times(Unsigned other) {
    return new Unsigned(uint().$times(other.uint()), width() + other.width());
  }

  /** Returns 1 where this is less than the other. */
  public Bit lt(Unsigned other) {
    requireWidth(other, "lt");
    return new Bit(uint().$less(other.uint()));
  }

  /** Returns 1 where this is less than or equal to the other. */
  public Bit le(Unsigned other) {
    requireWidth(other, "le");
    return new Bit(uint().$less$eq(other.uint()));
  }

  /** Returns 1 where this is greater than the other. */
  public Bit gt(Unsigned other) {
    return other.lt(this);
  }

  /** Returns 1 where this is greater than or equal to the other. */
  public Bit ge(Unsigned other) {
    return other.le(this);
  }

  /** Returns this times 2^amount, {@code amount} bits wider. */
  public Unsigned shiftLeft(int amount) {
    return amount == 0 ? this : new Unsigned(uint().$less$less(amount), width() + amount);
  }

  /** Returns this times 2^amount in the same width; bits beyond it are lost. */
  public Unsigned shiftLeft(Unsigned amount) {
    return new Unsigned(uint().$bar$less$less(amount.uint()), width());
  }

  /** Returns this divided by 2^amount, rounded down, in the same width. */
  public Unsigned shiftRight(Unsigned amount) {
    return new Unsigned(uint().$bar$greater$greater(amount.uint()), width());
  }

  /** Returns this plus a constant, modulo 2^width. */
  public Unsigned plus(long constant) {
    return plus(Module.unsigned(constant, width()));
  }

  /** Returns this minus a constant, modulo 2^width. */
  public Unsigned minus(long constant) {
    return minus(Module.unsigned(constant, width()));
  }

  /** Returns 1 where this equals a constant. */
  public Bit eq(long constant) {
    return eq(Module.unsigned(constant, width()));
  }

  /** Returns 1 where this differs from a constant. */
  public Bit ne(long constant) {
    return ne(Module.unsigned(constant, width()));
  }

  /** Returns 1 where this is less than a constant. */
  public Bit lt(long constant) {
    return lt(Module.unsigned(constant, width()));
  }

  /** Returns 1 where this is greater than or equal to a constant. */
  public Bit ge(long constant) {
    return lt(constant).not();
  }

  /** Returns the same value as a signed number, one bit wider. */
  public Signed signed() {
    return extend(width() + 1).bits().signed();
  }

  UInt uint() {
    return (UInt) node();
  }

  @Override
  Unsigned self() {
    return this;
  }

  @Override
  Unsigned wrap(Data data) {
    UInt number = (UInt) data;
    return new Unsigned(number, number.getWidth());
  }
}
