package io.samforge.rtl.unit;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import io.samforge.hdl.Vector;
import java.math.BigInteger;

/**
 * One lane of the post-processor: turns an accumulated sum into a binary32 number and its code.
 *
 * <p>{@code P = acc - weight_offset * row_sum - constant; y = float(P) * scale + bias}, each step
 * rounded to nearest even; {@code code} as docs/architecture.md, section 4, says. A channel that is
 * not active gives code 0 and +0.0.
 *
 * <p>Latency {@link #latency}: {@link OffsetCorrection}, {@link IntToFp32}, {@link Fp32Multiply},
 * {@link Fp32Add}, {@link ThresholdKey}, {@link ThresholdSearch}, in this order; together 30 + 2 x
 * codeBits cycles, as p has more than 32 bits. One sum per cycle, never stalls, registers and
 * tables without reset. Golden counterpart {@code io.samforge.arch.golden.GoldenModel}; covered by
 * {@code PostLaneTest}.
 */
public final class PostLane extends Module {
  /** Bits of the bank number in a parameter record. */
  public static final int BANK_BITS = 4;

  /** Bits of the weight offset in a parameter record. */
  public static final int WEIGHT_OFFSET_BITS = 8;

  private static final int NUMBER_BITS = 32;

  /** The accumulated sum ACC. */
  public final Signed acc;

  /** The row sum R. */
  public final Unsigned rowSum;

  /** The scale S of the channel, binary32. */
  public final Bits scale;

  /** The bias B of the channel, binary32. */
  public final Bits bias;

  /** The constant C of the channel. */
  public final Signed constant;

  /** The weight offset zo of the channel; fits the bits of a weight. */
  public final Signed weightOffset;

  /** The threshold bank of the channel, below the number of banks. */
  public final Unsigned bank;

  /** 1 where the channel exists. */
  public final Bit active;

  /** 1 selects two-branch encoding; constant while a layer is in the pipeline. */
  public final Bit twoBranch;

  /** The branch ordinal; constant while a layer is in the pipeline. */
  public final Signed branchOrdinal;

  /** The table buffer that is read; constant while a layer is in the pipeline. */
  public final Bit tableSelect;

  /** 1 writes one threshold. */
  public final Bit tableWrite;

  /** The table buffer to write; not the one that is read. */
  public final Bit tableWriteBuffer;

  /** The bank to write. */
  public final Unsigned tableWriteBank;

  /** The index k to write. */
  public final Unsigned tableWriteIndex;

  /** The threshold to write. */
  public final Signed tableWriteData;

  /** The 32 bits of y, {@link #latency} cycles after the inputs. */
  public final Bits raw;

  /** The code of y, in the same cycle as {@link #raw}. */
  public final Unsigned code;

  /** 1 where {@link #code} is that of a channel that exists. */
  public final Bit codeActive;

  private final PostLaneShape shape;

  /** Creates a lane with the widths of a configuration. */
  public PostLane(AcceleratorConfig config) {
    this(PostLaneShape.of(config));
  }

  /**
   * Creates a lane.
   *
   * @param shape the widths
   */
  public PostLane(PostLaneShape shape) {
    this.shape = shape;
    int bankBits = UnitRules.indexBits(shape.banks());
    acc = inputSigned("acc", shape.acc());
    rowSum = inputUnsigned("row_sum", shape.rowSum());
    scale = inputBits("scale", NUMBER_BITS);
    bias = inputBits("bias", NUMBER_BITS);
    constant = inputSigned("constant_term", Widths.CONSTANT);
    weightOffset = inputSigned("weight_offset", WEIGHT_OFFSET_BITS);
    bank = inputUnsigned("bank", BANK_BITS);
    active = inputBit("active");
    twoBranch = inputBit("two_branch");
    branchOrdinal = inputSigned("branch_ordinal", NUMBER_BITS);
    tableSelect = inputBit("table_select");
    tableWrite = inputBit("table_write");
    tableWriteBuffer = inputBit("table_write_buffer");
    tableWriteBank = inputUnsigned("table_write_bank", bankBits);
    tableWriteIndex = inputUnsigned("table_write_index", shape.codeBits());
    tableWriteData = inputSigned("table_write_data", NUMBER_BITS);
    ignoreHighBits("weight_offset_high", weightOffset, shape.weightBits());
    ignoreHighBits("bank_high", bank, bankBits);
    raw = outputBits("raw", NUMBER_BITS);
    code = outputUnsigned("code", shape.codeBits());
    codeActive = outputBit("code_active");

    Bits number = number();
    Bit numberActive = delayBy("active", active, numberLatency(shape));
    encode(number, numberActive, bank.truncate(bankBits));
    int encodeLatency = encodeLatency(shape);
    Bits lastNumber = delayBy("number", number, encodeLatency - 1);
    Bit lastActive = delayBy("number_active", numberActive, encodeLatency - 1);
    codeActive.set(delay("code_active_reg", lastActive));
    raw.set(delay("raw_masked", lastNumber.orElse(lastActive, bits(BigInteger.ZERO, NUMBER_BITS))));
  }

  /** Returns the cycles from the inputs to {@link #raw} and {@link #code}. */
  public static int latency(PostLaneShape shape) {
    return numberLatency(shape) + encodeLatency(shape);
  }

  /** Returns the latency of a lane with the widths of a configuration. */
  public static int latency(AcceleratorConfig config) {
    return latency(PostLaneShape.of(config));
  }

  private static void ignoreHighBits(String name, Vector<?> field, int used) {
    if (used < field.width()) {
      unused(name, field.slice(used, field.width() - used));
    }
  }

  private static int productLatency(PostLaneShape shape) {
    return floatLatency(shape) + Fp32Multiply.LATENCY;
  }

  private static int floatLatency(PostLaneShape shape) {
    return OffsetCorrection.LATENCY + IntToFp32.latency(shape.p());
  }

  private static int numberLatency(PostLaneShape shape) {
    return productLatency(shape) + Fp32Add.LATENCY;
  }

  private static int encodeLatency(PostLaneShape shape) {
    return ThresholdKey.LATENCY + ThresholdSearch.latency(shape.codeBits());
  }

  /** Returns y. */
  private Bits number() {
    OffsetCorrection correction = instance("correction", () -> new OffsetCorrection(shape));
    correction.acc.set(acc);
    correction.rowSum.set(rowSum);
    correction.weightOffset.set(weightOffset.truncate(shape.weightBits()));
    correction.constant.set(constant);

    IntToFp32 convert = instance("convert", () -> new IntToFp32(shape.p()));
    convert.value.set(correction.result);

    Fp32Multiply multiply = instance("multiply", Fp32Multiply::new);
    multiply.a.set(convert.result);
    multiply.b.set(delayBy("scale", scale, floatLatency(shape)));

    Fp32Add add = instance("add", Fp32Add::new);
    add.a.set(multiply.result);
    add.b.set(delayBy("bias", bias, productLatency(shape)));
    return add.result;
  }

  private void encode(Bits number, Bit numberActive, Unsigned channelBank) {
    ThresholdKey keys = instance("keys", () -> new ThresholdKey(shape.banks()));
    keys.number.set(number);
    keys.channelBank.set(delayBy("bank", channelBank, numberLatency(shape)));
    keys.twoBranch.set(twoBranch);
    keys.branchOrdinal.set(branchOrdinal);

    ThresholdSearch search =
        instance("search", () -> new ThresholdSearch(shape.codeBits(), shape.banks()));
    search.key.set(keys.key);
    search.bank.set(keys.bank);
    search.active.set(delayBy("key_active", numberActive, ThresholdKey.LATENCY));
    search.tableSelect.set(tableSelect);
    search.tableWrite.set(tableWrite);
    search.tableWriteBuffer.set(tableWriteBuffer);
    search.tableWriteBank.set(tableWriteBank);
    search.tableWriteIndex.set(tableWriteIndex);
    search.tableWriteData.set(tableWriteData);
    code.set(search.code);
  }
}
