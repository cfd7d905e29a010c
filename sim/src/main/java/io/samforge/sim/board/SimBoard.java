package io.samforge.sim.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.DeviceException;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardInfo;
import io.samforge.host.board.BoardWait;
import io.samforge.host.board.SoftwareReset;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.accel.AcceleratorModels;
import java.util.Arrays;

/**
 * The simulated accelerator as a board. Its clock runs only while somebody waits for the interrupt
 * or uses a register; transfers take no cycles and pass between slices of a wait.
 */
public final class SimBoard implements Board {
  /** Cycles between two chances for transfers; a few milliseconds. */
  private static final long SLICE = 1 << 12;

  private final BoardInfo info;
  private final AcceleratorSimulation simulation;
  private boolean closed;

  private SimBoard(BoardInfo info, AcceleratorSimulation simulation) {
    this.info = info;
    this.simulation = simulation;
  }

  /** Generates, builds and starts the accelerator of a configuration; all of it is cached. */
  public static SimBoard open(String url, AcceleratorConfig config) {
    AcceleratorOptions options = AcceleratorOptions.of(config.dramBytes()).withoutJournal();
    return new SimBoard(
        new BoardInfo(url, "Verilator", config),
        AcceleratorSimulation.open(AcceleratorModels.fast(config), options));
  }

  @Override
  public BoardInfo info() {
    return info;
  }

  @Override
  public synchronized void writeMemory(long address, byte[] bytes, int offset, int length) {
    info.checkRange(address, length);
    requireOpen();
    simulation.writeMemory(
        address,
        length == bytes.length ? bytes : Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @Override
  public synchronized void readMemory(long address, byte[] bytes, int offset, int length) {
    info.checkRange(address, length);
    requireOpen();
    System.arraycopy(simulation.readMemory(address, length), 0, bytes, offset, length);
  }

  @Override
  public synchronized void writeRegister(int offset, int value) {
    info.checkRegister(offset);
    requireOpen();
    simulation.writeRegister(offset, value);
  }

  @Override
  public synchronized int readRegister(int offset) {
    info.checkRegister(offset);
    requireOpen();
    return simulation.readRegister(offset);
  }

  @Override
  public BoardWait waitInterrupt(long cycles) {
    long passed = 0;
    while (passed < cycles) {
      synchronized (this) {
        requireOpen();
        long before = simulation.cycle();
        boolean raised = simulation.runAtMost(Math.min(SLICE, cycles - passed));
        passed += simulation.cycle() - before;
        if (raised) {
          return new BoardWait(true, passed);
        }
      }
      // Monitors are not fair: without this a waiting transfer could starve.
      Thread.yield();
    }
    return new BoardWait(false, passed);
  }

  @Override
  public synchronized void reset() {
    requireOpen();
    SoftwareReset.of(this);
  }

  private void requireOpen() {
    if (closed) {
      throw new DeviceException(info + ": the board is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      simulation.close();
    }
  }
}
