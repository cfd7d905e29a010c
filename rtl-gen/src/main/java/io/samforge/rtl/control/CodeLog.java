package io.samforge.rtl.control;

import io.samforge.arch.register.RegisterLog;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Keeps what was counted of the codes of every layer: a row is written in the last cycle of the
 * layer, and a word read one cycle after its address. A memory without reset.
 */
final class CodeLog extends Module {
  private static final int WORD_BITS = 32;
  private static final int WORDS = 3;

  final Bit layerDone;
  final Unsigned layerNumber;
  final Unsigned lowest;
  final Unsigned highest;
  final Unsigned counted;

  /** Reads {@link #address}. */
  final Bit read;

  /** Word to read: entry * 4 + word. */
  final Unsigned address;

  /** The word, one cycle later; the fourth word of a row is 0. */
  final Bits word;

  CodeLog() {
    int entryBits = 31 - Integer.numberOfLeadingZeros(RegisterLog.ENTRIES);
    layerDone = inputBit("layer_done");
    layerNumber = inputUnsigned("layer_number", 16);
    lowest = inputUnsigned("lowest", WORD_BITS);
    highest = inputUnsigned("highest", WORD_BITS);
    counted = inputUnsigned("counted", WORD_BITS);
    read = inputBit("read");
    address = inputUnsigned("address", entryBits + 2);
    word = outputBits("word", WORD_BITS);

    Memory log = memory("rows", WORDS * WORD_BITS, RegisterLog.ENTRIES);
    Bit inside = layerNumber.lt(RegisterLog.ENTRIES);
    Bits entry = counted.bits().concat(highest.bits()).concat(lowest.bits());
    log.write(layerNumber.truncate(entryBits), entry, layerDone.and(inside));
    Bits row = log.readSync(address.slice(2, entryBits).unsigned(), read);
    Unsigned select = delay("word_select", address.truncate(2));
    Bits selected = bits(java.math.BigInteger.ZERO, WORD_BITS);
    for (int i = 0; i < WORDS; i++) {
      selected = row.slice(i * WORD_BITS, WORD_BITS).orElse(select.eq(i), selected);
    }
    word.set(selected);
  }
}
