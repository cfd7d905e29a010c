package io.samforge.rtl.uart;

import io.samforge.arch.register.RegisterMap;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.rtl.control.AxiLitePorts;
import java.math.BigInteger;

/**
 * Turns word requests into AXI4-Lite accesses, one at a time.
 *
 * <p>Addresses beyond the slave's {@value RegisterMap#ADDRESS_BITS} bits, and errors of the slave,
 * are answered as errors. Reset: idle.
 */
public final class AxiLiteMaster extends Module {
  /** The requests. */
  public final WordPorts word;

  /** The bus; its signals are named as the slave's. */
  public final AxiLitePorts axi;

  /** Creates the master. */
  public AxiLiteMaster() {
    word = WordPorts.answering("word", inputs(), outputs());
    axi = AxiLitePorts.slave(outputs(), inputs());

    Bit addressed = regBit("addressed", false);
    Bit written = regBit("written", false);
    Bit outside = word.address().slice(RegisterMap.ADDRESS_BITS, 16).any();
    Bit inside = word.valid().and(outside.not());
    Bit writes = inside.and(word.write());
    Bit reads = inside.and(word.write().not());
    axi.awvalid().set(writes.and(addressed.not()));
    axi.awaddr().set(word.address().truncate(RegisterMap.ADDRESS_BITS));
    axi.wvalid().set(writes.and(written.not()));
    axi.wdata().set(word.data());
    axi.wstrb().set(bits(BigInteger.valueOf(0xf), 4));
    axi.bready().set(writes);
    axi.arvalid().set(reads.and(addressed.not()));
    axi.araddr().set(word.address().truncate(RegisterMap.ADDRESS_BITS));
    axi.rready().set(reads);
    Bit addressTaken = axi.awvalid().and(axi.awready()).or(axi.arvalid().and(axi.arready()));
    Bit done = axi.bvalid().and(writes).or(axi.rvalid().and(reads));
    when(addressTaken, () -> addressed.set(bit(true)));
    when(axi.wvalid().and(axi.wready()), () -> written.set(bit(true)));
    when(
        done,
        () -> {
          addressed.set(bit(false));
          written.set(bit(false));
        });
    word.done().set(done.or(word.valid().and(outside)));
    word.error().set(outside.or(axi.bresp().orElse(word.write(), axi.rresp()).bit(1)));
    word.answer().set(axi.rdata());
    // Bit 0 of a response only tells which error it is.
    unused("bresp_0", axi.bresp().bit(0));
    unused("rresp_0", axi.rresp().bit(0));
  }
}
