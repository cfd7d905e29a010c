package io.samforge.sim;

import io.samforge.arch.UserError;
import java.math.BigInteger;

/**
 * Packed values of some ports over some cycles: the stimulus or the response of {@link
 * Simulation#run}.
 */
public final class PortRows {
  private final PortLayout layout;
  private final int cycles;
  private final int rowBytes;
  private final int[] offsets;
  private final byte[] bytes;

  PortRows(PortLayout layout, int cycles) {
    this.layout = layout;
    this.cycles = cycles;
    this.rowBytes = layout.rowBytes();
    this.offsets = new int[layout.ports().size()];
    int offset = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offset;
      offset += layout.ports().get(i).bytes();
    }
    if (cycles < 0 || (long) cycles * rowBytes > Integer.MAX_VALUE - 8) {
      throw new UserError("port rows: " + cycles + " rows of " + rowBytes + " bytes; use fewer");
    }
    this.bytes = new byte[cycles * rowBytes];
  }

  /** Returns the ports of a row. */
  public PortLayout layout() {
    return layout;
  }

  /** Returns the number of rows. */
  public int cycles() {
    return cycles;
  }

  /** Sets a value of at most 64 bits; negative values are two's complement of the port's width. */
  public PortRows set(int cycle, String port, long value) {
    return set(cycle, layout.position(port), value);
  }

  /** Sets a value by the port's position in the layout, for loops over many rows. */
  public PortRows set(int cycle, int position, long value) {
    Port port = layout.ports().get(position);
    long bits = port.bits(value);
    int start = start(cycle, position);
    for (int i = 0; i < port.bytes(); i++) {
      bytes[start + i] = i < Long.BYTES ? (byte) (bits >>> (8 * i)) : 0;
    }
    return this;
  }

  /** Sets a value of any width. */
  public PortRows set(int cycle, String port, BigInteger value) {
    int position = layout.position(port);
    byte[] packed = layout.ports().get(position).pack(value);
    System.arraycopy(packed, 0, bytes, start(cycle, position), packed.length);
    return this;
  }

  /** Returns the low 64 bits of a value, unsigned. */
  public long get(int cycle, String port) {
    return get(cycle, layout.position(port));
  }

  /** Returns the low 64 bits of a value by the port's position in the layout. */
  public long get(int cycle, int position) {
    int start = start(cycle, position);
    int count = Math.min(Long.BYTES, layout.ports().get(position).bytes());
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | bytes[start + i] & 0xff;
    }
    return value;
  }

  /** Returns a value of at most 64 bits as two's complement of the port's width. */
  public long getSigned(int cycle, String port) {
    int position = layout.position(port);
    int unused = Math.max(0, Long.SIZE - layout.ports().get(position).width());
    return get(cycle, position) << unused >> unused;
  }

  /** Returns an unsigned value of any width. */
  public BigInteger getBig(int cycle, String port) {
    int position = layout.position(port);
    return layout.ports().get(position).unpack(bytes, start(cycle, position));
  }

  /** Returns the packed rows themselves, not a copy, so that callers may fill them directly. */
  public byte[] bytes() {
    return bytes;
  }

  /** Copies the ports of this layout from the same cycle of rows that hold at least them. */
  void copyRow(int cycle, PortRows source) {
    for (int i = 0; i < offsets.length; i++) {
      Port port = layout.ports().get(i);
      int from = source.start(cycle, source.layout.position(port.name()));
      System.arraycopy(source.bytes, from, bytes, start(cycle, i), port.bytes());
    }
  }

  private int start(int cycle, int position) {
    if (cycle < 0 || cycle >= cycles) {
      throw new UserError("cycle " + cycle + ": only " + cycles + " rows");
    }
    return cycle * rowBytes + offsets[position];
  }
}
