package io.samforge.calib;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a piece of work takes, whether or not it is free again afterwards. */
public final class MemoryUse {
  private static final String PEAK = "VmHWM:";

  private MemoryUse() {}

  /** Bytes of Java objects that this thread has made so far. */
  public static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** Most bytes of real memory that this process has ever had, native libraries included. */
  public static long peak() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith(PEAK))
              .map(line -> line.replaceAll("[^0-9]", ""))
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElseThrow()
          << 10;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
