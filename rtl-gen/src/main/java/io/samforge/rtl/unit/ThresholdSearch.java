package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;

/**
 * Finds an output code by binary search: {@code code = #{k in 1..L-1 : key >= table[bank][k]}}.
 *
 * <p>A table is non-decreasing in k (docs/architecture.md, section 4), so one comparison decides
 * one bit of the code, most significant first. The step that decides bit i keeps its own memory of
 * the 2^(codeBits-1-i) thresholds whose index has its lowest 1 at bit i. Every memory holds two
 * buffers of {@code banks} banks: one is written while {@code table_select} selects the other.
 * Writes never disturb the buffer that is read. Index 0 has no threshold, and writing it does
 * nothing. A channel that is not active gets code 0.
 *
 * <p>Latency {@link #latency}, one key per cycle, never stalls, registers and memories without
 * reset. Golden counterpart {@code io.samforge.arch.format.EncoderThresholds}; covered by {@code
 * ThresholdSearchTest}.
 */
public final class ThresholdSearch extends Module {
  /** Bits of a key and of a threshold. */
  public static final int KEY_BITS = 32;

  private static final int CYCLES_PER_BIT = 2;

  /** The key: an ordinal of a binary32 number, or its negation. */
  public final Signed key;

  /** The bank of thresholds to compare with. */
  public final Unsigned bank;

  /** 0 forces code 0. */
  public final Bit active;

  /** The buffer to read; stays while keys of one layer are in the pipeline. */
  public final Bit tableSelect;

  /** 1 writes one threshold. */
  public final Bit tableWrite;

  /** The buffer to write. */
  public final Bit tableWriteBuffer;

  /** The bank to write. */
  public final Unsigned tableWriteBank;

  /** The index k of the threshold to write. */
  public final Unsigned tableWriteIndex;

  /** The threshold to write. */
  public final Signed tableWriteData;

  /** The code, {@link #latency} cycles after the key. */
  public final Unsigned code;

  /**
   * Creates a search.
   *
   * @param codeBits bits of a code, 2..8
   * @param banks threshold lists in each buffer, 2..16
   */
  public ThresholdSearch(int codeBits, int banks) {
    UnitRules.requireRange("codeBits", codeBits, 2, 8);
    UnitRules.requireRange("banks", banks, 2, 16);
    int bankBits = UnitRules.indexBits(banks);
    key = inputSigned("key", KEY_BITS);
    bank = inputUnsigned("bank", bankBits);
    active = inputBit("active");
    tableSelect = inputBit("table_select");
    tableWrite = inputBit("table_write");
    tableWriteBuffer = inputBit("table_write_buffer");
    tableWriteBank = inputUnsigned("table_write_bank", bankBits);
    tableWriteIndex = inputUnsigned("table_write_index", codeBits);
    tableWriteData = inputSigned("table_write_data", KEY_BITS);
    code = outputUnsigned("code", codeBits);

    Search search = new Search(key, bank, active, null);
    for (int bit = codeBits - 1; bit >= 0; bit--) {
      search = step(search, bit, codeBits);
    }
    code.set(search.found.unsigned());
  }

  /** Returns the cycles from a key to its code. */
  public static int latency(int codeBits) {
    return CYCLES_PER_BIT * codeBits;
  }

  /** A key on its way with the code bits found so far; no bits yet are {@code null}. */
  private record Search(Signed key, Unsigned bank, Bit active, Bits found) {}

  private Search step(Search at, int bit, int codeBits) {
    int depthBits = 1 + bank.width() + (codeBits - 1 - bit);
    Memory thresholds = memory("thresholds_" + bit, KEY_BITS, 1 << depthBits).distributed();
    thresholds.write(
        address(tableWriteBuffer, tableWriteBank, prefix(tableWriteIndex, bit)),
        tableWriteData.bits(),
        tableWrite.and(belongsTo(bit)));
    Signed threshold =
        delay(
            "threshold_" + bit,
            thresholds.readAsync(address(tableSelect, at.bank, at.found)).signed());

    String suffix = "_" + bit;
    Signed readKey = delay("read_key" + suffix, at.key);
    Bit readActive = delay("read_active" + suffix, at.active);
    Bit digit = delay("digit" + suffix, readKey.ge(threshold).and(readActive));
    Bits found =
        at.found == null
            ? digit.bits()
            : delayBy("found" + suffix, at.found, CYCLES_PER_BIT).concat(digit.bits());
    if (bit == 0) {
      return new Search(null, null, null, found);
    }
    return new Search(
        delay("key" + suffix, readKey),
        delayBy("bank" + suffix, at.bank, CYCLES_PER_BIT),
        delay("active" + suffix, readActive),
        found);
  }

  /** Returns 1 where the lowest 1 of the index to write is at {@code bit}. */
  private Bit belongsTo(int bit) {
    return tableWriteIndex.slice(0, bit + 1).unsigned().eq(1L << bit);
  }

  /** Returns the bits of an index above {@code bit}, or null if there are none. */
  private static Bits prefix(Unsigned index, int bit) {
    int count = index.width() - 1 - bit;
    return count == 0 ? null : index.slice(bit + 1, count);
  }

  private static Unsigned address(Bit buffer, Unsigned bank, Bits prefix) {
    Bits list = buffer.bits().concat(bank.bits());
    return (prefix == null ? list : list.concat(prefix)).unsigned();
  }
}
