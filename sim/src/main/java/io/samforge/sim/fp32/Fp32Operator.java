package io.samforge.sim.fp32;

import io.samforge.arch.format.HwFloat;
import io.samforge.hdl.Module;
import io.samforge.hdl.VerilogEmitter;
import io.samforge.rtl.unit.Fp32Add;
import io.samforge.rtl.unit.Fp32Multiply;
import io.samforge.sim.verilator.ModelSource;
import java.util.function.Supplier;

/** A floating-point unit with its latency and what it must compute (architecture, section 3). */
public enum Fp32Operator {
  /** The sum. */
  ADD("Fp32Add", Fp32Add::new, Fp32Add.LATENCY) {
    @Override
    float golden(float a, float b) {
      return HwFloat.add(a, b);
    }

    @Override
    float plain(float a, float b) {
      return a + b;
    }
  },
  /** The product. */
  MULTIPLY("Fp32Multiply", Fp32Multiply::new, Fp32Multiply.LATENCY) {
    @Override
    float golden(float a, float b) {
      return HwFloat.mul(a, b);
    }

    @Override
    float plain(float a, float b) {
      return a * b;
    }
  };

  private final String module;
  private final Supplier<Module> constructor;
  private final int latency;

  Fp32Operator(String module, Supplier<Module> constructor, int latency) {
    this.module = module;
    this.constructor = constructor;
    this.latency = latency;
  }

  /** Returns the name of the Verilog module, with ports {@code a}, {@code b}, {@code result}. */
  public String module() {
    return module;
  }

  /** Returns the cycles from the operands to the result. */
  public int latency() {
    return latency;
  }

  /** Returns the Verilog. */
  public ModelSource source() {
    return ModelSource.text(module, VerilogEmitter.emit(module, constructor));
  }

  /** Returns the result that the unit must give, on bits; every NaN is 0x7fc00000. */
  public int expected(int a, int b) {
    return Float.floatToIntBits(golden(Float.intBitsToFloat(a), Float.intBitsToFloat(b)));
  }

  /**
   * Returns whether Java's own operator agrees with {@link #expected} or is not comparable, because
   * a subnormal number or the smallest normal one is involved, where flushing decides.
   */
  public boolean agreesWithJava(int a, int b, int expected) {
    float plain = plain(Float.intBitsToFloat(a), Float.intBitsToFloat(b));
    boolean flushed =
        subnormal(a) || subnormal(b) || plain != 0 && Math.abs(plain) <= Float.MIN_NORMAL;
    boolean underflow = plain == 0 && expected << 1 == 0;
    return flushed || underflow || Float.floatToIntBits(plain) == expected;
  }

  private static boolean subnormal(int bits) {
    return (bits & 0x7f800000) == 0 && (bits & 0x007fffff) != 0;
  }

  abstract float golden(float a, float b);

  abstract float plain(float a, float b);
}
