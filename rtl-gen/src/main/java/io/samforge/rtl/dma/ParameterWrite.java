package io.samforge.rtl.dma;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;

/**
 * Writes one parameter record of an output.
 *
 * @param write 1 writes the record
 * @param bank one of {@value #BANKS} banks, one per output tile in turn
 * @param output the output 0..M-1 within its tile
 * @param record 128 bits (docs/architecture.md, section 6)
 */
public record ParameterWrite(Bit write, Unsigned bank, Unsigned output, Bits record) {
  /** Banks of parameter records: two output tiles in flight and two being prefetched. */
  public static final int BANKS = 4;

  /** Bits of a record. */
  public static final int RECORD_BITS = 128;

  /** Declares the ports in one direction. */
  public static ParameterWrite of(AcceleratorConfig config, Ports ports) {
    return new ParameterWrite(
        ports.bit("parameter_write"),
        ports.unsigned("parameter_bank", 2),
        ports.unsigned("parameter_output", config.outputLaneBits()),
        ports.bits("parameter_record", RECORD_BITS));
  }

  /** Drives every signal from another bundle. */
  public void connectFrom(ParameterWrite from) {
    write.set(from.write);
    bank.set(from.bank);
    output.set(from.output);
    record.set(from.record);
  }
}
