package io.samforge.sim.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Access;
import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterMap;
import io.samforge.host.board.BoardWait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Files that behave like the device files of a board, served by the simulated one.
 *
 * <p>Device memory is a file that both DMA channels are links to: reads and writes have offsets, as
 * with the drivers. The registers are a file that the driver reads, writes or maps; a thread sees
 * commands in it, runs the simulation on the memory, and writes back what the hardware's registers
 * hold. Interrupts are four bytes in a pipe; after one of them nothing comes until the rearm file
 * has grown, as with UIO.
 */
final class StandIn implements AutoCloseable {
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int REGISTER_BYTES = 1 << RegisterMap.ADDRESS_BITS;
  private static final long SLICE = 1 << 14;

  private final SimBoard board;
  private final boolean masks;
  private final Path base;
  private final MappedByteBuffer registers;
  private final MappedByteBuffer memory;
  private final FileChannel events;
  private final Thread thread;
  private long allowedEvents;
  private long sentEvents;
  private volatile boolean stopped;

  /**
   * Makes the files of a board.
   *
   * @param masks whether interrupts have to be let through one by one
   */
  StandIn(Path folder, AcceleratorConfig config, boolean masks) throws Exception {
    this.masks = masks;
    this.base = folder.resolve("xdma0");
    board = SimBoard.open("sim:stand-in", config);
    registers = map(Path.of(base + "_user"), REGISTER_BYTES);
    memory = map(Path.of(base + "_h2c_0"), config.dramBytes());
    Files.createLink(Path.of(base + "_c2h_0"), Path.of(base + "_h2c_0"));
    Files.createFile(reset());
    Files.createFile(rearm());
    Process fifo = new ProcessBuilder("mkfifo", eventFile().toString()).start();
    if (fifo.waitFor() != 0) {
      throw new IOException("mkfifo failed");
    }
    // Open for both directions: neither side waits for the other to come.
    events = FileChannel.open(eventFile(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    showRegisters();
    thread = new Thread(this::serve, "stand-in");
    thread.setDaemon(true);
    thread.start();
  }

  Path base() {
    return base;
  }

  Path reset() {
    return Path.of(base + "_reset");
  }

  Path rearm() {
    return Path.of(base + "_rearm");
  }

  Path eventFile() {
    return Path.of(base + "_events_0");
  }

  private static MappedByteBuffer map(Path file, long bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      mapped.order(ByteOrder.LITTLE_ENDIAN);
      return mapped;
    }
  }

  private void serve() {
    try {
      while (!stopped) {
        resetIfAsked();
        command();
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void resetIfAsked() throws IOException {
    if (Files.size(reset()) > 0) {
      Files.write(reset(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
      board.reset();
      for (Register register : Register.values()) {
        if (register.access() == Access.RW) {
          registers.putInt(register.offset(), 0);
        }
      }
      showRegisters();
    }
  }

  private void command() throws IOException {
    int command = (int) WORD.getVolatile((ByteBuffer) registers, Register.CONTROL.offset());
    if (command == 0
        || !WORD.compareAndSet((ByteBuffer) registers, Register.CONTROL.offset(), command, 0)) {
      return;
    }
    allowedEvents = Files.size(rearm()) / Integer.BYTES;
    for (Register register : Register.values()) {
      if (register.access() == Access.RW) {
        board.writeRegister(register.offset(), registers.getInt(register.offset()));
      }
    }
    boolean starts = Register.CONTROL.field("START").extract(command) == 1;
    if (!starts) {
      board.writeRegister(Register.CONTROL.offset(), command);
      while (Register.STATUS.field("BUSY").extract(board.readRegister(Register.STATUS.offset()))
          == 1) {
        Thread.onSpinWait();
      }
      showRegisters();
      return;
    }
    byte[] content = new byte[memory.capacity()];
    memory.get(0, content);
    board.writeMemory(0, content);
    board.writeRegister(Register.CONTROL.offset(), command);
    showRegisters();
    BoardWait wait = new BoardWait(false, 0);
    while (!wait.raised() && !stopped && Files.size(reset()) == 0 && !resetCommanded()) {
      wait = board.waitInterrupt(SLICE);
    }
    board.readMemory(0, content, 0, content.length);
    memory.put(0, content);
    showRegisters();
    if (wait.raised()) {
      interrupt();
    }
  }

  private boolean resetCommanded() {
    int command = (int) WORD.getVolatile((ByteBuffer) registers, Register.CONTROL.offset());
    return Register.CONTROL.field("RESET").extract(command) == 1;
  }

  private void interrupt() throws IOException {
    while (masks && sentEvents >= allowedEvents && !stopped) {
      allowedEvents = Files.size(rearm()) / Integer.BYTES;
    }
    sentEvents++;
    events.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, 1));
  }

  private void showRegisters() {
    for (Register register : Register.values()) {
      if (register.access() == Access.R) {
        show(register.offset());
      }
    }
    RegisterMap.LOGS.forEach(log -> show(log.offset()));
  }

  private void show(int offset) {
    WORD.setVolatile((ByteBuffer) registers, offset, board.readRegister(offset));
  }

  @Override
  public void close() throws Exception {
    stopped = true;
    thread.join();
    events.close();
    board.close();
  }
}
