package io.samforge.rtl.unit;

/**
 * The CAG group-register file: one entry (multiplier m, zero-point z) per channel group, so that
 * the next layer's parameters load while the current layer runs.
 *
 * <p>Latency 0 for reads, 1 cycle for writes and commits; see {@link ParameterRegisterFile} for
 * ports, banks and reset. Golden counterpart: the entries of the layer table (docs/architecture.md,
 * section 6); covered by {@code ParameterRegisterFileTest} and {@code RegisterFileCostTest}.
 */
public final class CagGroupRegisterFile extends ParameterRegisterFile {
  /**
   * Creates the file.
   *
   * @param groups entries, 2..16
   * @param multiplierBits bits of m, 1..32
   * @param zeroPointBits bits of z, 1..16
   * @param readPorts number of read ports besides the debug port, 0..64
   */
  public CagGroupRegisterFile(int groups, int multiplierBits, int zeroPointBits, int readPorts) {
    super(UnitRules.inRange("groups", groups, 2, 16), multiplierBits, zeroPointBits, readPorts);
  }
}
