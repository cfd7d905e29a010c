package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;

/**
 * Writes one entry of the next layer's group table.
 *
 * @param writeEntry 1 writes multiplier and zero-point
 * @param writeEnd 1 writes the end chunk
 * @param index entry
 * @param multiplier m_j
 * @param zeroPoint z_j
 * @param endChunk the first chunk behind the entry's group
 */
public record GroupWrite(
    Bit writeEntry,
    Bit writeEnd,
    Unsigned index,
    Unsigned multiplier,
    Unsigned zeroPoint,
    Unsigned endChunk) {

  /** Declares the ports in one direction. */
  public static GroupWrite of(AcceleratorConfig config, Ports ports) {
    return new GroupWrite(
        ports.bit("group_write_entry"),
        ports.bit("group_write_end"),
        ports.unsigned("group_index", indexBits(config)),
        ports.unsigned("group_multiplier", 16),
        ports.unsigned("group_zero_point", 8),
        ports.unsigned("group_end_chunk", 16));
  }

  /** Returns the bits of an entry's index. */
  public static int indexBits(AcceleratorConfig config) {
    return 32 - Integer.numberOfLeadingZeros(config.groups() - 1);
  }

  /** Drives every signal from another bundle. */
  public void connectFrom(GroupWrite from) {
    writeEntry.set(from.writeEntry);
    writeEnd.set(from.writeEnd);
    index.set(from.index);
    multiplier.set(from.multiplier);
    zeroPoint.set(from.zeroPoint);
    endChunk.set(from.endChunk);
  }
}
