package io.samforge.rtl.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.dma.AxiPorts;
import io.samforge.rtl.uart.WordPorts;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Block RAM as the device memory of a small board: an AXI4 slave for the accelerator, and a second,
 * slower port of single words for the host.
 *
 * <p>Bursts of whole beats, INCR, one of each kind at a time: a beat per cycle after one cycle for
 * the address and one for the first read. A burst beyond the end is answered with SLVERR and writes
 * nothing. Words of 32 bits are written as a whole, which is what the accelerator does. A word read
 * waits for the end of the current read burst, a word write for the current beat. Reset: idle; the
 * contents have none.
 */
final class AxiBlockRam extends Module {
  private static final BigInteger SLAVE_ERROR = BigInteger.TWO;

  final AxiPorts axi;
  final WordPorts word;

  private final int beatBits;
  private final int indexBits;
  private final int shift;
  private final int addressBits;
  private final Bit wordRead = wireBit("word_read_now");
  private final Bit wordWrite = wireBit("word_write_now");
  private final Bit wordOutside = wireBit("word_outside");

  /**
   * Creates the memory.
   *
   * @param bytes size, a power of two, 4096 at least
   */
  AxiBlockRam(AcceleratorConfig config, int bytes) {
    if (bytes < 4096 || Integer.bitCount(bytes) != 1) {
      throw new IllegalArgumentException(
          "memory of " + bytes + " bytes; allowed: powers of two from 4096 on");
    }
    beatBits = config.axiDataWidth();
    addressBits = 31 - Integer.numberOfLeadingZeros(bytes);
    shift = 31 - Integer.numberOfLeadingZeros(config.beatBytes());
    indexBits = addressBits - shift;
    axi = AxiPorts.master(config, outputs(), inputs());
    word = WordPorts.answering("word", inputs(), outputs());

    List<Memory> lanes = new ArrayList<>();
    for (int lane = 0; lane < beatBits / 32; lane++) {
      lanes.add(memory("words_" + lane, 32, 1 << indexBits));
    }
    wordOutside.set(word.address().slice(addressBits, 32 - addressBits).any());
    Bit writeDone = writes(lanes);
    Bit readDone = reads(lanes);
    word.done().set(writeDone.or(readDone));
    word.error().set(wordOutside);
    // Every burst is INCR and as wide as the bus.
    unused("arsize", axi.arsize());
    unused("arburst", axi.arburst());
    unused("awsize", axi.awsize());
    unused("awburst", axi.awburst());
    unused("awlen", axi.awlen());
  }

  private Unsigned index(Unsigned address) {
    return address.slice(shift, indexBits).unsigned();
  }

  private Bit outside(Unsigned address) {
    return address.slice(addressBits, 32 - addressBits).any();
  }

  private Bit reads(List<Memory> lanes) {
    Bit active = regBit("read_active", false);
    Bit valid = regBit("read_valid", false);
    Bit last = regBit("read_last", false);
    Bit failed = regBit("read_failed", false);
    Bit wordShown = regBit("word_shown", false);
    Unsigned left = regUnsigned("read_left", 8, 0);
    Unsigned next = regUnsigned("read_index", indexBits, 0);
    Bit idle = active.not().and(valid.not());
    wordRead.set(word.valid().and(word.write().not()).and(idle).and(wordShown.not()));
    wordShown.set(wordRead);
    axi.arready().set(idle.and(wordRead.not()));
    Bit issue = active.and(valid.not().or(axi.rready()));
    when(axi.rready(), () -> valid.set(bit(false)));
    when(
        issue,
        () -> {
          valid.set(bit(true));
          last.set(left.eq(0));
          left.set(left.minus(1));
          next.set(next.plus(1));
          when(left.eq(0), () -> active.set(bit(false)));
        });
    when(
        axi.arvalid().and(axi.arready()),
        () -> {
          active.set(bit(true));
          left.set(axi.arlen());
          next.set(index(axi.araddr()));
          failed.set(outside(axi.araddr()));
        });
    Unsigned address = index(word.address()).orElse(wordRead, next);
    Bits data = null;
    for (Memory lane : lanes) {
      Bits part = lane.readSync(address, issue.or(wordRead));
      data = data == null ? part : part.concat(data);
    }
    axi.rvalid().set(valid);
    axi.rlast().set(last);
    axi.rdata().set(data);
    axi.rresp().set(bits(SLAVE_ERROR, 2).orElse(failed, bits(BigInteger.ZERO, 2)));
    Bits answer = data.slice(0, 32);
    for (int lane = 1; lane < lanes.size(); lane++) {
      answer = data.slice(32 * lane, 32).orElse(laneOfWord().eq(lane), answer);
    }
    word.answer().set(answer);
    return wordShown;
  }

  private Bit writes(List<Memory> lanes) {
    Bit active = regBit("write_active", false);
    Bit answering = regBit("write_answering", false);
    Bit failed = regBit("write_failed", false);
    Unsigned next = regUnsigned("write_index", indexBits, 0);
    wordWrite.set(word.valid().and(word.write()));
    axi.awready().set(active.not().and(answering.not()));
    axi.wready().set(active.and(wordWrite.not()));
    Bit taken = axi.wvalid().and(axi.wready());
    when(answering.and(axi.bready()), () -> answering.set(bit(false)));
    when(
        taken,
        () -> {
          next.set(next.plus(1));
          when(
              axi.wlast(),
              () -> {
                active.set(bit(false));
                answering.set(bit(true));
              });
        });
    when(
        axi.awvalid().and(axi.awready()),
        () -> {
          active.set(bit(true));
          next.set(index(axi.awaddr()));
          failed.set(outside(axi.awaddr()));
        });
    Unsigned address = index(word.address()).orElse(wordWrite, next);
    for (int lane = 0; lane < lanes.size(); lane++) {
      Bit here = wordWrite.and(wordOutside.not()).and(laneOfWord().eq(lane));
      Bit beat = taken.and(failed.not()).and(axi.wstrb().slice(4 * lane, 4).all());
      Bits data = word.data().orElse(wordWrite, axi.wdata().slice(32 * lane, 32));
      lanes.get(lane).write(address, data, here.or(beat));
    }
    axi.bvalid().set(answering);
    axi.bresp().set(bits(SLAVE_ERROR, 2).orElse(failed, bits(BigInteger.ZERO, 2)));
    return wordWrite;
  }

  private Unsigned laneOfWord() {
    return word.address().slice(2, shift - 2).unsigned();
  }
}
