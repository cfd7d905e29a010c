package io.samforge.hdl;

import spinal.core.BaseType;
import spinal.core.Data;
import spinal.core.DataPrimitives;

/**
 * A value in hardware: a port, a wire, a register or the result of an operation.
 *
 * @param <S> the concrete type, so that operations keep it
 */
public abstract sealed class Signal<S extends Signal<S>> permits Bit, Vector {
  private final BaseType node;
  private final int width;

  Signal(BaseType node, int width) {
    this.node = node;
    this.width = width;
  }

  /** Returns the number of bits. */
  public final int width() {
    return width;
  }

  /** Names the signal in the Verilog and in waveforms. */
  public final S named(String name) {
    node.setName(name);
    return self();
  }

  /**
   * Drives this signal. Within {@code when} the assignment is conditional; the last one wins.
   *
   * @param value a value of the same width
   * @throws HdlException if the widths differ
   */
  public final void set(S value) {
    requireWidth(value, "set");
    primitives().$colon$eq((Data) value.node(), SourceLine.location());
  }

  /** Returns a multiplexer: {@code this} where {@code select} is 1, else {@code other}. */
  public final S orElse(Bit select, S other) {
    requireWidth(other, "multiplexer");
    return wrap(spinal.core.Mux$.MODULE$.apply(select.bool(), (Data) node, (Data) other.node()));
  }

  /** Returns 1 where both are equal. */
  public final Bit eq(S other) {
    requireWidth(other, "comparison");
    return new Bit(primitives().$eq$eq$eq((Data) other.node()));
  }

  /** Returns 1 where both differ. */
  public final Bit ne(S other) {
    return eq(other).not();
  }

  /** Returns the raw bits. */
  public final Bits bits() {
    return new Bits(node.asBits(), width);
  }

  /** Lets later assignments replace earlier unconditional ones, as defaults do. */
  public final S withDefault(S value) {
    node.allowOverride();
    set(value);
    return self();
  }

  /** Keeps the signal in the Verilog even if a simplifier could remove it. */
  public final S kept() {
    node.dontSimplifyIt();
    return self();
  }

  /** Gives the signal a Verilog attribute, a note for synthesis tools. */
  public final S attribute(String name, String value) {
    node.addAttribute(name, value);
    return self();
  }

  final BaseType node() {
    return node;
  }

  final void requireWidth(Signal<?> other, String operation) {
    if (other.width() != width) {
      throw new HdlException(
          "width mismatch in "
              + operation
              + ": "
              + describe()
              + " has "
              + width
              + " bits, "
              + other.describe()
              + " has "
              + other.width());
    }
  }

  final String describe() {
    String name = node.getName("");
    return name == null || name.isEmpty() ? "the value" : "'" + name + "'";
  }

  @SuppressWarnings("unchecked")
  private DataPrimitives<Data> primitives() {
    return (DataPrimitives<Data>) (Object) node;
  }

  abstract S self();

  abstract S wrap(Data data);
}
