package io.samforge.rtl.control;

import io.samforge.arch.register.RegisterMap;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;

/** The AXI4-Lite slave signals; names follow the standard behind the prefix {@code s_axil_}. */
public record AxiLitePorts(
    Bit awvalid,
    Bit awready,
    Unsigned awaddr,
    Bit wvalid,
    Bit wready,
    Bits wdata,
    Bits wstrb,
    Bit bvalid,
    Bit bready,
    Bits bresp,
    Bit arvalid,
    Bit arready,
    Unsigned araddr,
    Bit rvalid,
    Bit rready,
    Bits rdata,
    Bits rresp) {

  /** Declares the slave side. */
  public static AxiLitePorts slave(Ports inputs, Ports outputs) {
    String p = "s_axil_";
    return new AxiLitePorts(
        inputs.bit(p + "awvalid"),
        outputs.bit(p + "awready"),
        inputs.unsigned(p + "awaddr", RegisterMap.ADDRESS_BITS),
        inputs.bit(p + "wvalid"),
        outputs.bit(p + "wready"),
        inputs.bits(p + "wdata", 32),
        inputs.bits(p + "wstrb", 4),
        outputs.bit(p + "bvalid"),
        inputs.bit(p + "bready"),
        outputs.bits(p + "bresp", 2),
        inputs.bit(p + "arvalid"),
        outputs.bit(p + "arready"),
        inputs.unsigned(p + "araddr", RegisterMap.ADDRESS_BITS),
        outputs.bit(p + "rvalid"),
        inputs.bit(p + "rready"),
        outputs.bits(p + "rdata", 32),
        outputs.bits(p + "rresp", 2));
  }

  /** Connects the slave side of a parent module to the same side of a child. */
  public void connectChild(AxiLitePorts child) {
    child.awvalid.set(awvalid);
    awready.set(child.awready);
    child.awaddr.set(awaddr);
    child.wvalid.set(wvalid);
    wready.set(child.wready);
    child.wdata.set(wdata);
    child.wstrb.set(wstrb);
    bvalid.set(child.bvalid);
    child.bready.set(bready);
    bresp.set(child.bresp);
    child.arvalid.set(arvalid);
    arready.set(child.arready);
    child.araddr.set(araddr);
    rvalid.set(child.rvalid);
    child.rready.set(rready);
    rdata.set(child.rdata);
    rresp.set(child.rresp);
  }
}
