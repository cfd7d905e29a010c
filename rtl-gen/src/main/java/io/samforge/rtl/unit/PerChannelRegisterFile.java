package io.samforge.rtl.unit;

/**
 * The parameter file of per-channel quantisation: one entry (multiplier m, zero-point z) per
 * channel. The accelerator does not use it; it exists to measure what channel groups save.
 *
 * <p>Ports, latency, banks and reset are those of {@link CagGroupRegisterFile}, and so is the way
 * its storage is built, so the two compare fairly. Covered by {@code ParameterRegisterFileTest} and
 * {@code RegisterFileCostTest}.
 */
public final class PerChannelRegisterFile extends ParameterRegisterFile {
  /**
   * Creates the file.
   *
   * @param channels entries, 2..16384
   * @param multiplierBits bits of m, 1..32
   * @param zeroPointBits bits of z, 1..16
   * @param readPorts number of read ports besides the debug port, 0..64
   */
  public PerChannelRegisterFile(
      int channels, int multiplierBits, int zeroPointBits, int readPorts) {
    super(
        UnitRules.inRange("channels", channels, 2, 16384),
        multiplierBits,
        zeroPointBits,
        readPorts);
  }
}
