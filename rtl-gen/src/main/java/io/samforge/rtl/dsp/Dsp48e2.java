package io.samforge.rtl.dsp;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Primitive;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The primitive DSP48E2 of UltraScale+, used as one link of a cascade: {@code P = A * B + C}, or
 * {@code P = A * B + PCIN}. Ports, parameters and encodings as in AMD's UG579.
 *
 * <p>The 27 low bits of A and the 18 of B are signed. A has two registers, one behind the other; B,
 * C, the product and P have one each. Latency from B and from the second register of A: one cycle
 * to the product, two to P. Registers hold 0 from power-up on; no reset is used. Every other
 * function of the block is off: its inputs are tied by {@link #tieOff}. Simulated by {@link
 * Dsp48e2Model}.
 */
public final class Dsp48e2 extends Primitive {
  /** Name of the primitive. */
  public static final String NAME = "DSP48E2";

  /** Bits of P, C and the cascade. */
  public static final int SUM_BITS = 48;

  /** Bits of A that are multiplied. */
  public static final int A_BITS = 27;

  /** Bits of B. */
  public static final int B_BITS = 18;

  private static final int A_PORT_BITS = 30;
  private static final int OPMODE_BITS = 9;
  private static final int ADD_C = 0b11_000_0101;
  private static final int ADD_CASCADE = 0b00_001_0101;

  /** The factor with two registers. */
  public final Bits a;

  /** The other factor. */
  public final Bits b;

  /** The addend of the first link. */
  public final Bits c;

  /** The sum. */
  public final Bits p;

  /** Loads the first register of A. */
  public final Bit loadFirst;

  /** Loads the second register of A from the first. */
  public final Bit loadSecond;

  private final boolean first;
  private final Bits cascadeIn;
  private final Bits cascadeOut;
  private final Bits operationMode;
  private final List<Bit> ones;
  private final List<Bit> zeros = new ArrayList<>();
  private final List<Bits> zeroWords = new ArrayList<>();

  /**
   * Creates a link.
   *
   * @param first whether it adds C; all others add the sum of the link before
   */
  public Dsp48e2(boolean first) {
    super(NAME);
    this.first = first;
    parameters();
    clock("CLK");
    a = input("A", A_PORT_BITS);
    b = input("B", B_BITS);
    c = input("C", SUM_BITS);
    cascadeIn = input("PCIN", SUM_BITS);
    operationMode = input("OPMODE", OPMODE_BITS);
    loadFirst = input("CEA1");
    loadSecond = input("CEA2");
    ones = List.of(input("CEB2"), input("CEM"), input("CEP"), input("CEC"));
    for (String name : List.of("CEB1", "CEAD", "CED", "CEALUMODE", "CECTRL", "CEINMODE")) {
      zeros.add(input(name));
    }
    for (String name : List.of("CECARRYIN", "CARRYIN", "CARRYCASCIN", "MULTSIGNIN")) {
      zeros.add(input(name));
    }
    for (String name : List.of("A", "B", "C", "D", "M", "P", "CTRL", "INMODE", "ALUMODE")) {
      zeros.add(input("RST" + name));
    }
    zeros.add(input("RSTALLCARRYIN"));
    zeroWords.add(input("ACIN", A_PORT_BITS));
    zeroWords.add(input("BCIN", B_BITS));
    zeroWords.add(input("D", A_BITS));
    zeroWords.add(input("INMODE", 5));
    zeroWords.add(input("ALUMODE", 4));
    zeroWords.add(input("CARRYINSEL", 3));
    p = output("P", SUM_BITS);
    cascadeOut = output("PCOUT", SUM_BITS);
  }

  private void parameters() {
    parameter("AMULTSEL", "A");
    parameter("BMULTSEL", "B");
    parameter("A_INPUT", "DIRECT");
    parameter("B_INPUT", "DIRECT");
    parameter("USE_MULT", "MULTIPLY");
    parameter("USE_SIMD", "ONE48");
    parameter("AREG", 2);
    parameter("ACASCREG", 2);
    for (String register : List.of("BREG", "BCASCREG", "CREG", "MREG", "PREG", "ADREG", "DREG")) {
      parameter(register, 1);
    }
    for (String register : List.of("ALUMODEREG", "INMODEREG", "OPMODEREG", "CARRYINREG")) {
      parameter(register, 0);
    }
    parameter("CARRYINSELREG", 0);
  }

  /** Connects the sum of the link before; called in the parent, for all links but the first. */
  public void cascadeFrom(Dsp48e2 previous) {
    cascadeIn.set(previous.cascadeOut);
    c.set(zero(SUM_BITS));
  }

  /** Ties everything that is the same in every use; called in the parent. */
  public void tieOff() {
    int mode = first ? ADD_C : ADD_CASCADE;
    operationMode.set(Module.bits(BigInteger.valueOf(mode), OPMODE_BITS));
    ones.forEach(enable -> enable.set(Module.bit(true)));
    zeros.forEach(unused -> unused.set(Module.bit(false)));
    zeroWords.forEach(unused -> unused.set(zero(unused.width())));
    if (first) {
      cascadeIn.set(zero(SUM_BITS));
    }
  }

  private static Bits zero(int width) {
    return Module.bits(BigInteger.ZERO, width);
  }
}
