package io.samforge.sim.accel;

import java.nio.file.Path;

/**
 * Where a wrong element came from.
 *
 * @param mismatch the element
 * @param address byte address of the beat that ends with or after the element
 * @param cycle cycle in which that beat was accepted on the AXI4 write channel
 * @param firstCycle first cycle of the waveform
 * @param lastCycle last cycle of the waveform
 * @param waveform FST file of every signal of the accelerator in those cycles
 * @param picture SVG drawing of the AXI4 signals around the cycle
 */
public record MismatchReport(
    Mismatch mismatch,
    long address,
    long cycle,
    long firstCycle,
    long lastCycle,
    Path waveform,
    Path picture) {

  /** Returns the report in five lines for a person. */
  public String text() {
    return String.format(
        "%s%nits beat at address 0x%08x left the accelerator in cycle %d%n"
            + "waveform of cycles %d to %d: %s%npicture: %s",
        mismatch.text(), address, cycle, firstCycle, lastCycle, waveform, picture);
  }
}
