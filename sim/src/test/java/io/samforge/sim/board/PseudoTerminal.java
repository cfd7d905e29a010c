package io.samforge.sim.board;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.samforge.host.uart.SerialLink;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A serial port of the operating system with a simulated bridge behind it: what a program writes to
 * {@link #port} goes through the bridge's pins, frame by frame, and its answers come back.
 */
final class PseudoTerminal implements AutoCloseable {
  private static final int READ_WRITE_NO_TERMINAL = 0x102;
  private static final int HEADER = 8;
  private static final int ANSWER_HEADER = 5;
  private static final int CHECKSUM = 2;
  private static final int MOST = 1 << 10;

  private final LibC libc = Native.load("c", LibC.class);
  private final int master;
  private final String port;
  private final SerialLink bridge;
  private final Thread pump;
  private volatile boolean closed;
  private volatile int damageAt = -1;
  private final AtomicInteger requests = new AtomicInteger();

  PseudoTerminal(SerialLink bridge) {
    this.bridge = bridge;
    master = libc.posix_openpt(READ_WRITE_NO_TERMINAL);
    if (master < 0 || libc.grantpt(master) != 0 || libc.unlockpt(master) != 0) {
      throw new IllegalStateException("no pseudo-terminal");
    }
    port = libc.ptsname(master);
    pump = new Thread(this::pump, "pseudo-terminal");
    pump.start();
  }

  /** The C library's pseudo-terminals. */
  private interface LibC extends Library {
    int posix_openpt(int flags);

    int grantpt(int fd);

    int unlockpt(int fd);

    String ptsname(int fd);

    NativeLong read(int fd, Pointer bytes, NativeLong count);

    NativeLong write(int fd, Pointer bytes, NativeLong count);

    int close(int fd);
  }

  /** The device file of the port. */
  String port() {
    return port;
  }

  /** Inverts a bit of a byte of the next request; 0 to 9, which every request has. */
  void damage(int at) {
    damageAt = at;
  }

  /** How many requests have come through. */
  int requests() {
    return requests.get();
  }

  private void pump() {
    while (!closed) {
      byte[] header = read(HEADER);
      if (header.length < HEADER) {
        return;
      }
      boolean writes = (header[1] & 1) == 1;
      int words = header[3] & 0xff;
      byte[] rest = read((writes ? 4 * words : 0) + CHECKSUM);
      byte[] request = new byte[header.length + rest.length];
      System.arraycopy(header, 0, request, 0, header.length);
      System.arraycopy(rest, 0, request, header.length, rest.length);
      if (damageAt >= 0) {
        request[damageAt] ^= 4;
        damageAt = -1;
      }
      requests.incrementAndGet();
      bridge.send(request);
      byte[] answer = bridge.receive(ANSWER_HEADER);
      write(answer);
      if (answer.length == ANSWER_HEADER) {
        write(bridge.receive((writes || answer[3] != 0 ? 0 : 4 * words) + CHECKSUM));
      }
    }
  }

  /** Reads so many bytes, or fewer when this is closed. */
  private byte[] read(int count) {
    byte[] bytes = new byte[count];
    try (Memory memory = new Memory(MOST)) {
      int done = 0;
      while (done < count && !closed) {
        // Without anybody at the port a read fails at once.
        int more = libc.read(master, memory, new NativeLong(count - done)).intValue();
        if (more > 0) {
          memory.read(0, bytes, done, more);
          done += more;
        } else {
          Thread.yield();
        }
      }
      return done == count ? bytes : new byte[0];
    }
  }

  private void write(byte... bytes) {
    if (bytes.length == 0) {
      return;
    }
    try (Memory memory = new Memory(bytes.length)) {
      memory.write(0, bytes, 0, bytes.length);
      libc.write(master, memory, new NativeLong(bytes.length));
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    pump.join();
    libc.close(master);
    bridge.close();
  }
}
