package io.samforge.hdl;

import spinal.core.BitCount;
import spinal.core.HardType;
import spinal.core.Mem;

/**
 * A memory of {@code depth} words with one write port and any number of read ports.
 *
 * <p>A synchronous read returns, one cycle after its address, the word as it was before a write of
 * the same cycle. An asynchronous read is combinational and maps to distributed memory.
 */
public final class Memory {
  private final Mem<spinal.core.Bits> mem;
  private final int width;
  private final int depth;

  Memory(String name, int width, int depth) {
    if (width < 1 || depth < 1) {
      throw new HdlException("memory '" + name + "' of " + depth + " words of " + width + " bits");
    }
    this.width = width;
    this.depth = depth;
    HardType<spinal.core.Bits> word =
        new HardType<>(
            Scala.function(() -> spinal.core.package$.MODULE$.Bits(new BitCount(width))));
    this.mem = new Mem<>(word, depth);
    mem.setName(name);
  }

  /** Returns the number of address bits. */
  public int addressWidth() {
    return Math.max(1, 32 - Integer.numberOfLeadingZeros(depth - 1));
  }

  /** Returns the bits of a word. */
  public int width() {
    return width;
  }

  /** Asks the synthesis tool for distributed (look-up table) memory. */
  public Memory distributed() {
    mem.setTechnology(spinal.core.distributedLut$.MODULE$);
    return this;
  }

  /** Asks the synthesis tool to build the memory from flip-flops. */
  public Memory registers() {
    mem.addAttribute("ram_style", "registers");
    return this;
  }

  /** Writes {@code word} at {@code address} where {@code enable} is 1. */
  public void write(Unsigned address, Bits word, Bit enable) {
    requirePort(address, word.width());
    write(address, word, enable, (spinal.core.Bits) null);
  }

  /**
   * Writes those equal parts of {@code word} whose mask bit is 1.
   *
   * @param mask one bit a part; bit 0 covers the least significant part
   */
  public void write(Unsigned address, Bits word, Bit enable, Bits mask) {
    requirePort(address, word.width());
    if (width % mask.width() != 0) {
      throw new HdlException(
          "a mask of " + mask.width() + " bits does not divide a word of " + width);
    }
    write(address, word, enable, mask.raw());
  }

  /** Returns the word at {@code address}, one cycle later; holds its value while not enabled. */
  public Bits readSync(Unsigned address, Bit enable) {
    requirePort(address, width);
    spinal.core.readFirst$ policy = spinal.core.readFirst$.MODULE$;
    return Module.withoutReset(
        () -> new Bits(mem.readSync(address.uint(), enable.bool(), policy, false), width));
  }

  /** Returns the word at {@code address} in the same cycle. */
  public Bits readAsync(Unsigned address) {
    requirePort(address, width);
    return new Bits(mem.readAsync(address.uint(), spinal.core.dontCare$.MODULE$), width);
  }

  private void write(Unsigned address, Bits word, Bit enable, spinal.core.Bits mask) {
    Module.withoutReset(
        () -> {
          mem.write(address.uint(), word.raw(), enable.bool(), mask);
          return null;
        });
  }

  private void requirePort(Unsigned address, int dataWidth) {
    if (address.width() != addressWidth()) {
      throw new HdlException(
          "memory '"
              + mem.getName()
              + "' takes an address of "
              + addressWidth()
              + " bits, not "
              + address.width());
    }
    if (dataWidth != width) {
      throw new HdlException(
          "memory '" + mem.getName() + "' has words of " + width + " bits, not " + dataWidth);
    }
  }
}
