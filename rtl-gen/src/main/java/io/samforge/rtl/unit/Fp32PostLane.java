package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import java.math.BigInteger;

/**
 * One lane of the floating-point twin's post-processor: {@code y = sum + bias}, then ReLU or
 * nothing. ReLU makes every number whose sign is set +0; a channel that is not active gives +0.
 *
 * <p>Latency {@link #LATENCY}, one sum per cycle, never stalls, registers without reset. Golden
 * counterpart {@code io.samforge.arch.golden.Fp32GoldenModel}; covered by {@code Fp32BitExactTest}.
 */
public final class Fp32PostLane extends Module {
  /** Cycles from the inputs to {@link #raw}. */
  public static final int LATENCY = Fp32Add.LATENCY + 1;

  private static final int NUMBER_BITS = 32;

  /** The accumulated sum. */
  public final Bits sum;

  /** The bias of the channel. */
  public final Bits bias;

  /** 1 where the channel exists. */
  public final Bit active;

  /** 1 selects ReLU; constant while a layer is in the pipeline. */
  public final Bit relu;

  /** The 32 bits of y. */
  public final Bits raw;

  /** Creates a lane. */
  public Fp32PostLane() {
    sum = inputBits("sum", NUMBER_BITS);
    bias = inputBits("bias", NUMBER_BITS);
    active = inputBit("active");
    relu = inputBit("relu");
    raw = outputBits("raw", NUMBER_BITS);

    Fp32Add add = instance("add", Fp32Add::new);
    add.a.set(sum);
    add.b.set(bias);
    Bit numberActive = delayBy("active", active, Fp32Add.LATENCY);
    Bit zero = numberActive.not().or(relu.and(add.result.msb()));
    raw.set(delay("raw_masked", bits(BigInteger.ZERO, NUMBER_BITS).orElse(zero, add.result)));
  }
}
