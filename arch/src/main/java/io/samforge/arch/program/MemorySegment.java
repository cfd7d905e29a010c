package io.samforge.arch.program;

/**
 * Bytes that the host writes to device memory before a program starts.
 *
 * @param name unique in a program; letters, digits, dots and hyphens
 * @param address byte address, a multiple of 64
 * @param data the bytes; not copied, they must not change
 */
public record MemorySegment(String name, long address, byte[] data) {

  /** Rejects names that are not file names and addresses that are not aligned. */
  public MemorySegment {
    if (!name.matches("[A-Za-z0-9.-]{1,200}")) {
      throw new IllegalArgumentException("segment name \"" + name + "\"");
    }
    if (address < 0 || address % LayerCompiler.ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "segment " + name + " at " + address + "; allowed: a multiple of 64");
    }
  }

  /** Returns the address behind the last byte. */
  public long end() {
    return address + data.length;
  }
}
