package io.samforge.host.board.device;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The memory behind a device file. Java's own file mapping wants to know the size of a file, which
 * a character device does not have; so this calls the C library.
 */
final class MappedDevice implements Closeable {
  private static final int READ_WRITE = 2;
  private static final int SYNC = 0x101000;
  private static final int PROTECTION = 3;
  private static final int SHARED = 1;
  private static final long FAILED = -1;

  private final Pointer memory;
  private final long bytes;

  /** The functions of the C library, with 64-bit offsets. */
  interface LibC extends Library {
    int open(String path, int flags) throws LastErrorException;

    int close(int handle) throws LastErrorException;

    Pointer mmap(Pointer address, long length, int protection, int flags, int handle, long offset)
        throws LastErrorException;

    int munmap(Pointer address, long length) throws LastErrorException;
  }

  /** Maps a device, uncached where its driver makes a difference. */
  MappedDevice(Path path, long bytes) throws IOException {
    this.bytes = bytes;
    LibC c = Native.load("c", LibC.class);
    try {
      int handle = c.open(path.toString(), READ_WRITE | SYNC);
      try {
        memory = c.mmap(Pointer.NULL, bytes, PROTECTION, SHARED, handle, 0);
      } finally {
        c.close(handle);
      }
    } catch (LastErrorException e) {
      throw new IOException("%s: %s".formatted(path, e.getMessage()), e);
    }
    if (Pointer.nativeValue(memory) == FAILED) {
      throw new IOException("%s: %d bytes cannot be mapped".formatted(path, bytes));
    }
  }

  void write(long offset, byte[] data, int from, int length) {
    memory.write(offset, data, from, length);
  }

  void read(long offset, byte[] data, int from, int length) {
    memory.read(offset, data, from, length);
  }

  /** Writes a word with one access. */
  void putWord(long offset, int value) {
    memory.setInt(offset, value);
  }

  /** Reads a word with one access. */
  int word(int offset) {
    return memory.getInt(offset);
  }

  @Override
  public void close() throws IOException {
    try {
      Native.load("c", LibC.class).munmap(memory, bytes);
    } catch (LastErrorException e) {
      throw new IOException("a device cannot be unmapped: " + e.getMessage(), e);
    }
  }
}
