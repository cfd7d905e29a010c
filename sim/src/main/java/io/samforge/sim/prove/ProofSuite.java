package io.samforge.sim.prove;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Arithmetic;
import io.samforge.arch.config.Widths;
import io.samforge.hdl.VerilogEmitter;
import io.samforge.rtl.RtlGenerator;
import io.samforge.rtl.dma.BeatFifo;
import io.samforge.rtl.dma.DmaEngine;
import io.samforge.rtl.dsp.PackedFields;
import io.samforge.rtl.unit.CagGroupRegisterFile;
import io.samforge.rtl.unit.HluqDecodeUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The properties that are proved of the generated hardware. */
public final class ProofSuite {
  private static final int[] CODE_BITS = {4, 5, 6, 8};

  private static final AcceleratorConfig PACKED =
      new AcceleratorConfig(
          "packed",
          4,
          4,
          Arithmetic.HYBRID,
          4,
          4,
          32,
          2,
          1,
          64,
          1024,
          64,
          16,
          300,
          "sim",
          4,
          false);

  private final AcceleratorConfig config;

  /**
   * Creates the suite.
   *
   * @param config the configuration whose blocks are proved; its AXI beats have 64 bits
   */
  public ProofSuite(AcceleratorConfig config) {
    if (config.axiDataWidth() != 64) {
      throw new IllegalArgumentException("the harnesses are written for beats of 64 bits");
    }
    this.config = config;
  }

  /** Returns all proofs. */
  public List<Proof> proofs() {
    List<Proof> proofs = new ArrayList<>();
    for (int bits : CODE_BITS) {
      proofs.add(decoder(bits));
    }
    proofs.add(registerFile());
    proofs.add(queue());
    String accelerator = RtlGenerator.accelerator(config);
    proofs.addAll(channels(accelerator));
    proofs.addAll(engine());
    proofs.addAll(control(accelerator));
    proofs.add(packedSums());
    return proofs;
  }

  private static Proof decoder(int bits) {
    int limit = Widths.shiftLimit(bits);
    Map<String, String> macros =
        Map.of(
            "BITS", Integer.toString(bits),
            "LIMIT", Integer.toString(limit),
            "SHIFT_BITS", Integer.toString(Widths.ceilLog2(limit)));
    return new Proof(
        "decode-" + bits,
        "HluqDecodeUnit of " + bits + " bits equals its specification, every code and nLog",
        "HluqDecode.sv",
        emitted(() -> new HluqDecodeUnit(bits, limit)),
        "HluqDecodeUnit",
        macros,
        Method.combinational(),
        false,
        new SeededBug("HluqDecodeUnit", "(drop < code)", "(drop <= code)"));
  }

  private static Proof registerFile() {
    return new Proof(
        "register-file",
        "CagGroupRegisterFile returns what was last committed; all entries switch at once",
        "CagGroupRegisterFile.sv",
        emitted(() -> new CagGroupRegisterFile(4, 16, 8, 1)),
        "CagGroupRegisterFile",
        Map.of(),
        Method.inductive(),
        true,
        new SeededBug(
            "CagGroupRegisterFile",
            "_zz_zero_points_1_port_1 = (write_enable && (! active_bank))",
            "_zz_zero_points_1_port_1 = (write_enable && (! (active_bank ^ commit)))"));
  }

  private static Proof queue() {
    return new Proof(
        "queue",
        "BeatFifo keeps order and content; never over- or underflows",
        "BeatFifo.sv",
        emitted(() -> new BeatFifo(4, 4)),
        "BeatFifo",
        Map.of(),
        Method.inductive(),
        true,
        new SeededBug("BeatFifo", "push_ready = (! (level == 3'b100))", "push_ready = 1'b1"));
  }

  private List<Proof> channels(String accelerator) {
    return List.of(
        block(
            "burst-splitter",
            "bursts cover a region exactly and never cross 4 KiB",
            "BurstSplitter",
            accelerator,
            new SeededBug("BurstSplitter", "(10'h200 - ", "(10'h201 - ")),
        block(
            "write-channel",
            "AXI4 writes: stable until taken, exact bursts, within 4 KiB, no underflow",
            "WriteChannel",
            accelerator,
            new SeededBug(
                "WriteChannel", "(_zz__zz_outstanding <= fifo_count)", "(fifo_count != 7'h0)")),
        block(
            "read-arbiter",
            "AXI4 reads: stable until taken, every grant asks once, owners never over- or"
                + " underflow",
            "ReadArbiter",
            accelerator,
            new SeededBug("ReadArbiter", "((! requested) || arready)", "1'b1")),
        block(
            "read-channel",
            "a reader has room for every beat it asked for",
            "ReadChannel",
            accelerator,
            new SeededBug("ReadChannel", "(reserved < 7'h21)", "(reserved < 7'h22)")));
  }

  private List<Proof> engine() {
    Supplier<String> engine = emitted(() -> new DmaEngine(config));
    return List.of(
        new Proof(
            "dma-engine",
            "DmaEngine: AXI4 handshakes under any slave and any program",
            "DmaEngine.sv",
            engine,
            "DmaEngine",
            Map.of(),
            Method.inductive(),
            false,
            new SeededBug(
                "ReadArbiter", "if((requested && arready)) begin", "if(requested) begin")),
        new Proof(
            "dma-bursts",
            "DmaEngine: no burst is too long or crosses 4 KiB",
            "DmaBursts.sv",
            engine,
            "DmaEngine",
            Map.of(),
            Method.bounded(10),
            false,
            new SeededBug("BurstSplitter", "(10'h200 - ", "(10'h202 - ")));
  }

  private List<Proof> control(String accelerator) {
    return List.of(
        block(
            "registers",
            "AXI4-Lite under any master: answers wait, one for each request, data stable",
            "ControlRegisters",
            accelerator,
            new SeededBug(
                "ControlRegisters", "((! reading) && (! read_answered))", "(! read_answered)")),
        block(
            "counters",
            "no counter misses or invents an event",
            "PerformanceCounters",
            accelerator,
            new SeededBug(
                "PerformanceCounters",
                "if((running && read_beat)) begin",
                "if(((running && read_beat) && (! busy))) begin")));
  }

  /** One cascade with what prepares its factors, followed behind any beginning of 9 cycles. */
  private static Proof packedSums() {
    int widestProduct = PackedFields.SHIFT_BITS + 1;
    return new Proof(
        "packed-sums",
        "PackedDotProduct: sums of products packed into DSPs are exact, all weights and operands",
        "PackedSums.sv",
        () -> RtlGenerator.accelerator(PACKED),
        "PackedDotProduct",
        Map.of(
            "FREE",
            "9",
            "FOLLOWED",
            "15",
            "MULTIPLY",
            Integer.toString(PackedFields.MULTIPLY_BITS),
            "SHIFT",
            Integer.toString(widestProduct)),
        Method.bounded(20),
        false,
        new SeededBug("PackedFeed", "(13'h1000 - ", "(13'h1001 - "));
  }

  private static Proof block(
      String name, String statement, String module, String accelerator, SeededBug bug) {
    return new Proof(
        name,
        module + ": " + statement,
        module + ".sv",
        () -> accelerator,
        module,
        Map.of(),
        Method.inductive(),
        false,
        bug);
  }

  private static Supplier<String> emitted(Supplier<? extends io.samforge.hdl.Module> constructor) {
    return () -> VerilogEmitter.emit("for a proof", constructor);
  }
}
