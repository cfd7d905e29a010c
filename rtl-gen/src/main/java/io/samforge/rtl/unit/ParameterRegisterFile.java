package io.samforge.rtl.unit;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import java.util.ArrayList;
import java.util.List;

/**
 * A double-buffered file of quantisation parameters: entries of one multiplier m and one zero-point
 * z. The group file and its per-channel twin differ only in the number of entries.
 *
 * <p>Writes go to the shadow bank. A commit makes the shadow bank the active one from the next
 * cycle on, all entries at once; a write in the cycle of the commit still belongs to the bank that
 * the commit publishes. The bank that was active becomes the shadow bank with its old entries.
 * Reads are combinational and see the active bank; the reader registers the result. Reads and
 * writes work in every cycle and never stall. An index must be below the number of entries.
 *
 * <p>Reset: bank 0 is active. The entries have no reset. Both banks are memories that the tools are
 * told to build from flip-flops, so that the storage costs exactly 2 x entries x (m + z) bits.
 */
public abstract class ParameterRegisterFile extends Module {
  /** 1 writes one entry of the shadow bank. */
  public final Bit writeEnable;

  /** The entry to write. */
  public final Unsigned writeIndex;

  /** The multiplier to write. */
  public final Unsigned writeMultiplier;

  /** The zero-point to write. */
  public final Unsigned writeZeroPoint;

  /** 1 exchanges the banks at the end of the cycle. */
  public final Bit commit;

  /** The entries to read, one per read port. */
  public final List<Unsigned> readIndexes;

  /** The multipliers of {@link #readIndexes} in the active bank, in the same cycle. */
  public final List<Unsigned> readMultipliers;

  /** An entry to inspect. */
  public final Unsigned debugIndex;

  /** The multiplier of the inspected entry. */
  public final Unsigned debugMultiplier;

  /** The zero-point of the inspected entry. */
  public final Unsigned debugZeroPoint;

  private final Bit activeBank;

  ParameterRegisterFile(int entries, int multiplierBits, int zeroPointBits, int readPorts) {
    UnitRules.requireRange("multiplierBits", multiplierBits, 1, 32);
    UnitRules.requireRange("zeroPointBits", zeroPointBits, 1, 16);
    UnitRules.requireRange("readPorts", readPorts, 0, 64);
    int indexBits = UnitRules.indexBits(entries);
    writeEnable = inputBit("write_enable");
    writeIndex = inputUnsigned("write_index", indexBits);
    writeMultiplier = inputUnsigned("write_multiplier", multiplierBits);
    writeZeroPoint = inputUnsigned("write_zero_point", zeroPointBits);
    commit = inputBit("commit");
    activeBank = regBit("active_bank", false);
    when(commit, () -> activeBank.set(activeBank.not()));
    Banks multipliers = banks("multipliers", writeMultiplier, entries);
    Banks zeroPoints = banks("zero_points", writeZeroPoint, entries);

    List<Unsigned> indexes = new ArrayList<>();
    List<Unsigned> outputs = new ArrayList<>();
    for (int port = 0; port < readPorts; port++) {
      Unsigned index = inputUnsigned("read_index_" + port, indexBits);
      Unsigned multiplier = outputUnsigned("read_multiplier_" + port, multiplierBits);
      multiplier.set(read(multipliers, index));
      indexes.add(index);
      outputs.add(multiplier);
    }
    readIndexes = List.copyOf(indexes);
    readMultipliers = List.copyOf(outputs);

    debugIndex = inputUnsigned("debug_index", indexBits);
    debugMultiplier = outputUnsigned("debug_multiplier", multiplierBits);
    debugZeroPoint = outputUnsigned("debug_zero_point", zeroPointBits);
    debugMultiplier.set(read(multipliers, debugIndex));
    debugZeroPoint.set(read(zeroPoints, debugIndex));
  }

  private record Banks(Memory bank0, Memory bank1) {}

  private Banks banks(String name, Unsigned value, int entries) {
    Memory bank0 = memory(name + "_0", value.width(), entries).registers();
    Memory bank1 = memory(name + "_1", value.width(), entries).registers();
    bank0.write(writeIndex, value.bits(), writeEnable.and(activeBank));
    bank1.write(writeIndex, value.bits(), writeEnable.and(activeBank.not()));
    return new Banks(bank0, bank1);
  }

  private Unsigned read(Banks banks, Unsigned index) {
    Bits active = banks.bank1.readAsync(index).orElse(activeBank, banks.bank0.readAsync(index));
    return active.unsigned();
  }
}
