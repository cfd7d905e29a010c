package io.samforge.rtl.control;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Signed;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.gemm.GroupWrite;

/**
 * Writes one threshold of the next layer's encoder table.
 *
 * @param write 1 writes the threshold
 * @param buffer the table buffer that the running layer does not read
 * @param bank threshold bank
 * @param index code k
 * @param data the threshold as a float ordinal
 */
public record ThresholdWrite(Bit write, Bit buffer, Unsigned bank, Unsigned index, Signed data) {

  /** Declares the ports in one direction. */
  public static ThresholdWrite of(AcceleratorConfig config, Ports ports) {
    return new ThresholdWrite(
        ports.bit("threshold_write"),
        ports.bit("threshold_buffer"),
        ports.unsigned("threshold_bank", GroupWrite.indexBits(config)),
        ports.unsigned("threshold_index", config.activationBits()),
        ports.signed("threshold_data", 32));
  }

  /** Drives every signal from another bundle. */
  public void connectFrom(ThresholdWrite from) {
    write.set(from.write);
    buffer.set(from.buffer);
    bank.set(from.bank);
    index.set(from.index);
    data.set(from.data);
  }
}
