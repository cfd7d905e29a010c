package io.samforge.hdl;

import java.math.BigInteger;
import java.util.function.Supplier;
import scala.math.BigInt;
import spinal.core.BaseType;
import spinal.core.BitCount;
import spinal.core.Bool;
import spinal.core.ClockDomain;
import spinal.core.Component;
import spinal.core.package$;

/**
 * A hardware module. Subclasses declare ports, registers and logic in their constructor.
 *
 * <p>There is one clock, {@code clk}, and one synchronous, active-high reset, {@code reset}; both
 * are implicit. Modules with equal contents are emitted once.
 */
public abstract class Module extends Component {

  /** Creates a module whose Verilog name is the simple name of its class. */
  protected Module() {
    setDefinitionName(getClass().getSimpleName(), false);
  }

  /** Creates a module with an explicit Verilog name. */
  protected Module(String verilogName) {
    setDefinitionName(verilogName, false);
  }

  /** Keeps the Verilog name exactly as given, for modules that other tools look up by name. */
  protected final void fixVerilogName(String verilogName) {
    setDefinitionName(verilogName, true);
  }

  // ---- ports ------------------------------------------------------------------------------

  /** Declares an input of one bit. */
  protected final Bit inputBit(String name) {
    return PortDeclarer.INPUTS.bit(name);
  }

  /** Declares an input of {@code width} bits. */
  protected final Bits inputBits(String name, int width) {
    return PortDeclarer.INPUTS.bits(name, width);
  }

  /** Declares an unsigned input of {@code width} bits. */
  protected final Unsigned inputUnsigned(String name, int width) {
    return PortDeclarer.INPUTS.unsigned(name, width);
  }

  /** Declares a signed input of {@code width} bits. */
  protected final Signed inputSigned(String name, int width) {
    return PortDeclarer.INPUTS.signed(name, width);
  }

  /** Declares an output of one bit. */
  protected final Bit outputBit(String name) {
    return PortDeclarer.OUTPUTS.bit(name);
  }

  /** Declares an output of {@code width} bits. */
  protected final Bits outputBits(String name, int width) {
    return PortDeclarer.OUTPUTS.bits(name, width);
  }

  /** Declares an unsigned output of {@code width} bits. */
  protected final Unsigned outputUnsigned(String name, int width) {
    return PortDeclarer.OUTPUTS.unsigned(name, width);
  }

  /** Declares a signed output of {@code width} bits. */
  protected final Signed outputSigned(String name, int width) {
    return PortDeclarer.OUTPUTS.signed(name, width);
  }

  /** Declares the consumer side of a stream: {@code name_valid}, {@code name_ready}, payload. */
  protected final Stream<Bits> inputStream(String name, int width) {
    return new Stream<>(
        inputBit(name + "_valid"), outputBit(name + "_ready"), inputBits(name + "_payload", width));
  }

  /** Declares the producer side of a stream. */
  protected final Stream<Bits> outputStream(String name, int width) {
    return new Stream<>(
        outputBit(name + "_valid"),
        inputBit(name + "_ready"),
        outputBits(name + "_payload", width));
  }

  /** Returns a declarer of inputs, for bundles that describe themselves once. */
  protected final Ports inputs() {
    return PortDeclarer.INPUTS;
  }

  /** Returns a declarer of outputs, for bundles that describe themselves once. */
  protected final Ports outputs() {
    return PortDeclarer.OUTPUTS;
  }

  // ---- wires and registers ----------------------------------------------------------------

  /** Declares a wire of one bit. */
  protected static Bit wireBit(String name) {
    return new Bit(newBool()).named(name);
  }

  /** Declares a wire of {@code width} bits. */
  protected static Bits wireBits(String name, int width) {
    return newBits(width).named(name);
  }

  /** Declares an unsigned wire. */
  protected static Unsigned wireUnsigned(String name, int width) {
    return newUnsigned(width).named(name);
  }

  /** Declares a signed wire. */
  protected static Signed wireSigned(String name, int width) {
    return newSigned(width).named(name);
  }

  /** Declares the wires of a stream inside this module. */
  protected static Stream<Bits> wireStream(String name, int width) {
    return new Stream<>(
        wireBit(name + "_valid"), wireBit(name + "_ready"), wireBits(name + "_payload", width));
  }

  /** Declares a register that resets to {@code init}. */
  protected static Bit regBit(String name, boolean init) {
    Bit reg = new Bit(newBool()).named(name);
    reg.bool().setAsReg();
    reg.bool().init(bit(init).bool());
    return reg;
  }

  /** Declares an unsigned register that resets to {@code init}. */
  protected static Unsigned regUnsigned(String name, int width, long init) {
    Unsigned reg = newUnsigned(width).named(name);
    reg.uint().setAsReg();
    reg.uint().init(unsigned(init, width).uint());
    return reg;
  }

  /** Declares a signed register that resets to {@code init}. */
  protected static Signed regSigned(String name, int width, long init) {
    Signed reg = newSigned(width).named(name);
    reg.sint().setAsReg();
    reg.sint().init(signed(init, width).sint());
    return reg;
  }

  /** Declares a register of plain bits that resets to zero. */
  protected static Bits regBits(String name, int width) {
    Bits reg = newBits(width).named(name);
    reg.raw().setAsReg();
    reg.raw().init(bits(BigInteger.ZERO, width).raw());
    return reg;
  }

  /**
   * Returns a data register without reset that takes {@code value} in every cycle: for payloads
   * whose valid bit is reset.
   */
  protected static <S extends Signal<S>> S delay(String name, S value) {
    S reg = dataReg(name, value);
    reg.set(value);
    return reg;
  }

  /**
   * Returns {@code value} as it was {@code cycles} cycles ago, through registers without reset
   * named {@code name_1}, {@code name_2} and so on; 0 cycles return the value itself.
   */
  protected static <S extends Signal<S>> S delayBy(String name, S value, int cycles) {
    if (cycles < 0) {
      throw new HdlException("'" + name + "' is delayed by " + cycles + " cycles");
    }
    S delayed = value;
    for (int cycle = 1; cycle <= cycles; cycle++) {
      delayed = delay(name + "_" + cycle, delayed);
    }
    return delayed;
  }

  /** Returns a data register without reset that takes {@code value} where {@code enable} is 1. */
  protected static <S extends Signal<S>> S delayWhen(String name, S value, Bit enable) {
    S reg = dataReg(name, value);
    when(enable, () -> reg.set(value));
    return reg;
  }

  /**
   * Returns a data register like {@link #delayWhen} that is zero from power-up on, without a reset
   * net: for values that count before the first load.
   */
  protected static <S extends Signal<S>> S delayWhenFromZero(String name, S value, Bit enable) {
    Supplier<S> declaration =
        () -> {
          BaseType node = sameType(value);
          node.setAsReg();
          node.initFrom(node.getZero(), node);
          return value.wrap(node).named(name);
        };
    S reg = ClockDomain.current().withBootReset().on(Scala.function(declaration));
    when(enable, () -> reg.set(value));
    return reg;
  }

  /** Returns a control register, reset to 0, that takes {@code value} in every cycle. */
  protected static Bit delayBit(String name, Bit value) {
    Bit reg = regBit(name, false);
    reg.set(value);
    return reg;
  }

  /** Declares a data register without reset, of the same type as {@code like}. */
  protected static <S extends Signal<S>> S dataReg(String name, S like) {
    return withoutReset(
        () -> {
          BaseType node = sameType(like);
          node.setAsReg();
          return like.wrap(node).named(name);
        });
  }

  /**
   * Declares that {@code value} is left unused on purpose, so that linters do not report it.
   *
   * @param name the wire becomes {@code unused_name}
   */
  protected static <S extends Signal<S>> void unused(String name, S value) {
    S wire = value.wrap(sameType(value)).named("unused_" + name).kept();
    wire.set(value);
  }

  /** Declares a memory. */
  protected static Memory memory(String name, int width, int depth) {
    return new Memory(name, width, depth);
  }

  // ---- constants --------------------------------------------------------------------------

  /** Returns a constant bit. */
  public static Bit bit(boolean value) {
    return new Bit(
        value
            ? package$.MODULE$.True(SourceLine.location())
            : package$.MODULE$.False(SourceLine.location()));
  }

  /** Returns an unsigned constant; throws if it does not fit. */
  public static Unsigned unsigned(long value, int width) {
    if (value < 0 || (width < 63 && value >> width != 0)) {
      throw new HdlException("constant " + value + " does not fit " + width + " unsigned bits");
    }
    return new Unsigned(
        spinal.core.U$.MODULE$.apply(BigInt.apply(value), new BitCount(width)), width);
  }

  /** Returns a signed constant; throws if it does not fit. */
  public static Signed signed(long value, int width) {
    if (width < 64 && (value < -(1L << (width - 1)) || value >= 1L << (width - 1))) {
      throw new HdlException("constant " + value + " does not fit " + width + " signed bits");
    }
    return new Signed(
        spinal.core.S$.MODULE$.apply(BigInt.apply(value), new BitCount(width)), width);
  }

  /** Returns constant bits; throws if they do not fit. */
  public static Bits bits(BigInteger value, int width) {
    if (value.signum() < 0 || value.bitLength() > width) {
      throw new HdlException("constant " + value + " does not fit " + width + " bits");
    }
    return new Bits(spinal.core.B$.MODULE$.apply(new BigInt(value), new BitCount(width)), width);
  }

  // ---- control ----------------------------------------------------------------------------

  /** Makes the assignments of {@code body} conditional. */
  protected static When when(Bit condition, Runnable body) {
    return new When(
        spinal.core.when$.MODULE$.apply(
            condition.bool(), Scala.block(body), SourceLine.location()));
  }

  /** Opens a multi-way branch on {@code selector}. */
  protected static void switchOn(Unsigned selector, java.util.function.Consumer<Switch> branches) {
    spinal.core.switch$.MODULE$.apply(
        selector.uint(),
        false,
        true,
        Scala.block(() -> branches.accept(new Switch(selector))),
        SourceLine.location());
  }

  /** Places a module whose Verilog is emitted apart; it gets this module's clock and reset. */
  protected static <M extends ExternalModule> M external(String name, Supplier<M> constructor) {
    M module = constructor.get();
    module.postInitCallback();
    module.setName(name);
    return module;
  }

  /** Places a primitive of the FPGA. */
  protected static <P extends Primitive> P primitive(String name, Supplier<P> constructor) {
    P primitive = constructor.get();
    primitive.postInitCallback();
    primitive.setName(name);
    return primitive;
  }

  /**
   * Builds hardware whose clock and synchronous, active-high reset are signals of this module, for
   * the top of a board, where they are made.
   */
  protected static <T> T clockedBy(Bit clock, Bit reset, Supplier<T> hardware) {
    return domain(clock.bool(), reset.bool()).on(Scala.function(hardware));
  }

  /**
   * Builds hardware whose clock is a signal of this module and that has no reset: its registers are
   * data registers, or have their value from power-up on.
   */
  protected static <T> T clockedBy(Bit clock, Supplier<T> hardware) {
    return domain(clock.bool(), null).on(Scala.function(hardware));
  }

  /**
   * Builds hardware with this module's clock that is reset with this module, and where a signal of
   * this module is 1 besides.
   *
   * @param name what the reset of that hardware is called
   */
  protected <T> T resetAlsoBy(String name, Bit reset, Supplier<T> hardware) {
    ClockDomain current = ClockDomain.current();
    Bit both = wireBit(name);
    both.set(new Bit(current.readResetWire()).or(reset));
    return domain(current.clock(), both.bool()).on(Scala.function(hardware));
  }

  /** Creates a submodule and finishes its construction. */
  protected static <M extends Module> M instance(String name, Supplier<M> constructor) {
    M module = constructor.get();
    module.postInitCallback();
    module.setName(name);
    return module;
  }

  // ---- internals --------------------------------------------------------------------------

  /** Declares registers and memory ports without reset, so that no unused reset port appears. */
  static <T> T withoutReset(Supplier<T> declaration) {
    return ClockDomain.current().withoutReset().on(Scala.function(declaration));
  }

  private static ClockDomain domain(Bool clock, Bool reset) {
    spinal.core.ClockDomain$ domains = spinal.core.ClockDomain$.MODULE$;
    return domains.apply(
        clock,
        reset,
        domains.apply$default$3(),
        domains.apply$default$4(),
        domains.apply$default$5(),
        ClockDomain.current().config(),
        domains.apply$default$7(),
        domains.apply$default$8());
  }

  static Bool newBool() {
    return new Bool();
  }

  static Bits newBits(int width) {
    return new Bits(package$.MODULE$.Bits(new BitCount(width)), width);
  }

  static Unsigned newUnsigned(int width) {
    return new Unsigned(package$.MODULE$.UInt(new BitCount(width)), width);
  }

  static Signed newSigned(int width) {
    return new Signed(package$.MODULE$.SInt(new BitCount(width)), width);
  }

  private static BaseType sameType(Signal<?> like) {
    if (like instanceof Bit) {
      return newBool();
    } else if (like instanceof Bits) {
      return newBits(like.width()).raw();
    } else if (like instanceof Unsigned) {
      return newUnsigned(like.width()).uint();
    }
    return newSigned(like.width()).sint();
  }
}
