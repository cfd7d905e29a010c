package io.samforge.arch.program;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;

/** A range of device memory that is given out from its start on, in multiples of 64 bytes. */
public final class MemoryRegion {
  /** Memory below stays unused, so that a forgotten address register does not hit a program. */
  public static final long FIRST_ADDRESS = 4096;

  private final AcceleratorConfig config;
  private final long start;
  private long next;

  private MemoryRegion(AcceleratorConfig config, long start) {
    this.config = config;
    this.start = start;
    this.next = start;
  }

  /** Returns all usable memory of a configuration. */
  public static MemoryRegion all(AcceleratorConfig config) {
    return new MemoryRegion(config, FIRST_ADDRESS);
  }

  /**
   * Returns the memory from an address to the end.
   *
   * @param address a multiple of 64
   */
  public static MemoryRegion from(AcceleratorConfig config, long address) {
    if (address % LayerCompiler.ALIGNMENT != 0) {
      throw new IllegalArgumentException("memory from " + address + "; allowed: multiples of 64");
    }
    return new MemoryRegion(config, address);
  }

  /** Returns a number of bytes rounded up to what is given out for it. */
  public static long rounded(long bytes) {
    long unit = LayerCompiler.ALIGNMENT;
    return (bytes + unit - 1) / unit * unit;
  }

  /**
   * Returns the address of fresh memory.
   *
   * @throws UserError naming {@code dramMiB} when there is not enough left
   */
  public long reserve(long bytes) {
    long address = next;
    next += rounded(bytes);
    if (next > config.dramBytes()) {
      throw new UserError(
          String.format(
              "the program needs more than %d MiB of memory; allowed: dramMiB = %d of the"
                  + " configuration",
              (next - 1) >> 20, config.dramMiB()));
    }
    return address;
  }

  /** Returns the address behind what was given out. */
  public long end() {
    return next;
  }

  /** Returns the bytes that are left. */
  public long left() {
    return Math.max(0, config.dramBytes() - next);
  }

  /** Returns the same range, of which nothing is given out. */
  public MemoryRegion fresh() {
    return new MemoryRegion(config, start);
  }
}
