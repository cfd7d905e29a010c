package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;

/**
 * The write port of the activation buffer as the loader drives it.
 *
 * @param write 1 writes {@code data}
 * @param bank the bank written
 * @param address word within the bank
 * @param next word of the same token in the next chunk, which a row of M codes may reach into; null
 *     where it never does
 * @param data min(K, M) codes
 * @param part the part of the word that {@code data} fills or begins at
 * @param filled the bank is complete with this write
 */
public record ActivationWrite(
    Bit write, Bit bank, Unsigned address, Unsigned next, Bits data, Unsigned part, Bit filled) {

  /** Declares the ports in one direction. */
  public static ActivationWrite of(AcceleratorConfig config, Ports ports) {
    return new ActivationWrite(
        ports.bit("activation_write"),
        ports.bit("activation_write_bank"),
        ports.unsigned("activation_write_address", ActivationBuffer.addressBits(config)),
        config.hasSplitWords()
            ? ports.unsigned("activation_write_next", ActivationBuffer.addressBits(config))
            : null,
        ports.bits("activation_write_data", unitBits(config)),
        ports.unsigned("activation_write_part", ActivationBuffer.partIndexBits(config)),
        ports.bit("activation_filled"));
  }

  /** Returns the bits of one write: min(K, M) codes. */
  public static int unitBits(AcceleratorConfig config) {
    return Math.min(config.reductionLanes(), config.outputLanes()) * config.activationBits();
  }

  /** Drives every signal from another bundle. */
  public void connectFrom(ActivationWrite from) {
    write.set(from.write);
    bank.set(from.bank);
    address.set(from.address);
    if (next != null) {
      next.set(from.next);
    }
    data.set(from.data);
    part.set(from.part);
    filled.set(from.filled);
  }
}
