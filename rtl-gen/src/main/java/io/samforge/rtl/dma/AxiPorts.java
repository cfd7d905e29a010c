package io.samforge.rtl.dma;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Ports;
import io.samforge.hdl.Unsigned;

/** The AXI4 master signals; names follow the standard behind the prefix {@code m_axi_}. */
public record AxiPorts(
    Bit arvalid,
    Bit arready,
    Unsigned araddr,
    Unsigned arlen,
    Bits arsize,
    Bits arburst,
    Bit rvalid,
    Bit rready,
    Bits rdata,
    Bits rresp,
    Bit rlast,
    Bit awvalid,
    Bit awready,
    Unsigned awaddr,
    Unsigned awlen,
    Bits awsize,
    Bits awburst,
    Bit wvalid,
    Bit wready,
    Bits wdata,
    Bits wstrb,
    Bit wlast,
    Bit bvalid,
    Bit bready,
    Bits bresp) {

  /** Bits of the accelerator's own addresses. */
  public static final int ADDRESS_BITS = 32;

  /** Declares the master side. */
  public static AxiPorts master(AcceleratorConfig config, Ports inputs, Ports outputs) {
    return master(config, ADDRESS_BITS, inputs, outputs);
  }

  /** Declares the master side with addresses of another width than the accelerator's own. */
  public static AxiPorts master(
      AcceleratorConfig config, int addressBits, Ports inputs, Ports outputs) {
    String p = "m_axi_";
    int beat = config.axiDataWidth();
    return new AxiPorts(
        outputs.bit(p + "arvalid"),
        inputs.bit(p + "arready"),
        outputs.unsigned(p + "araddr", addressBits),
        outputs.unsigned(p + "arlen", 8),
        outputs.bits(p + "arsize", 3),
        outputs.bits(p + "arburst", 2),
        inputs.bit(p + "rvalid"),
        outputs.bit(p + "rready"),
        inputs.bits(p + "rdata", beat),
        inputs.bits(p + "rresp", 2),
        inputs.bit(p + "rlast"),
        outputs.bit(p + "awvalid"),
        inputs.bit(p + "awready"),
        outputs.unsigned(p + "awaddr", addressBits),
        outputs.unsigned(p + "awlen", 8),
        outputs.bits(p + "awsize", 3),
        outputs.bits(p + "awburst", 2),
        outputs.bit(p + "wvalid"),
        inputs.bit(p + "wready"),
        outputs.bits(p + "wdata", beat),
        outputs.bits(p + "wstrb", beat / 8),
        outputs.bit(p + "wlast"),
        inputs.bit(p + "bvalid"),
        outputs.bit(p + "bready"),
        inputs.bits(p + "bresp", 2));
  }

  /** Connects the master side of a parent module to the same side of a child. */
  public void connectChild(AxiPorts child) {
    arvalid.set(child.arvalid);
    child.arready.set(arready);
    araddr.set(child.araddr);
    arlen.set(child.arlen);
    arsize.set(child.arsize);
    arburst.set(child.arburst);
    child.rvalid.set(rvalid);
    rready.set(child.rready);
    child.rdata.set(rdata);
    child.rresp.set(rresp);
    child.rlast.set(rlast);
    awvalid.set(child.awvalid);
    child.awready.set(awready);
    awaddr.set(child.awaddr);
    awlen.set(child.awlen);
    awsize.set(child.awsize);
    awburst.set(child.awburst);
    wvalid.set(child.wvalid);
    child.wready.set(wready);
    wdata.set(child.wdata);
    wstrb.set(child.wstrb);
    wlast.set(child.wlast);
    child.bvalid.set(bvalid);
    bready.set(child.bready);
    child.bresp.set(bresp);
  }

  /** Returns the same signals with other handshakes in the channels that carry requests. */
  public AxiPorts withHandshakes(
      ResetDrain.Handshake readAddress,
      ResetDrain.Handshake writeAddress,
      ResetDrain.Handshake writeData) {
    return new AxiPorts(
        readAddress.valid(),
        readAddress.ready(),
        araddr,
        arlen,
        arsize,
        arburst,
        rvalid,
        rready,
        rdata,
        rresp,
        rlast,
        writeAddress.valid(),
        writeAddress.ready(),
        awaddr,
        awlen,
        awsize,
        awburst,
        writeData.valid(),
        writeData.ready(),
        wdata,
        wstrb,
        wlast,
        bvalid,
        bready,
        bresp);
  }

  /** Returns the same signals with addresses extended by zeros, for a parent with wider ones. */
  public AxiPorts withWideAddresses(int addressBits) {
    return new AxiPorts(
        arvalid,
        arready,
        araddr.extend(addressBits),
        arlen,
        arsize,
        arburst,
        rvalid,
        rready,
        rdata,
        rresp,
        rlast,
        awvalid,
        awready,
        awaddr.extend(addressBits),
        awlen,
        awsize,
        awburst,
        wvalid,
        wready,
        wdata,
        wstrb,
        wlast,
        bvalid,
        bready,
        bresp);
  }
}
