package io.samforge.hdl;

import spinal.core.Bool;
import spinal.core.Data;

/** A single bit. */
public final class Bit extends Signal<Bit> {
  Bit(Bool node) {
    super(node, 1);
  }

  /** Returns the conjunction. */
  public Bit and(Bit other) {
    return new Bit(bool().$amp$amp(other.bool()));
  }

  /** Returns the disjunction. */
  public Bit or(Bit other) {
    return new Bit(bool().$bar$bar(other.bool()));
  }

  /** Returns the exclusive disjunction. */
  public Bit xor(Bit other) {
    return new Bit(bool().$up(other.bool()));
  }

  /** Returns the complement. */
  public Bit not() {
    return new Bit(bool().unary_$bang());
  }

  /** Returns this bit as an unsigned value of {@code width} bits. */
  public Unsigned unsigned(int width) {
    return bits().unsigned().extend(width);
  }

  Bool bool() {
    return (Bool) node();
  }

  @Override
  Bit self() {
    return this;
  }

  @Override
  Bit wrap(Data data) {
    return new Bit((Bool) data);
  }
}
