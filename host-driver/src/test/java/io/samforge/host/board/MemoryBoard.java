package io.samforge.host.board;

import io.samforge.arch.config.AcceleratorConfig;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/** A board that only remembers: memory and registers, no interrupt. */
public class MemoryBoard implements Board {
  private static final AcceleratorConfig TINY =
      AcceleratorConfig.load(Path.of("..", "configs", "tiny.json"));

  private final BoardInfo info = new BoardInfo("memory:", "memory", TINY);
  private final byte[] memory = new byte[(int) TINY.dramBytes()];
  private final ConcurrentHashMap<Integer, Integer> registers = new ConcurrentHashMap<>();

  @Override
  public BoardInfo info() {
    return info;
  }

  @Override
  public void writeMemory(long address, byte[] bytes, int offset, int length) {
    info.checkRange(address, length);
    System.arraycopy(bytes, offset, memory, (int) address, length);
  }

  @Override
  public void readMemory(long address, byte[] bytes, int offset, int length) {
    info.checkRange(address, length);
    System.arraycopy(memory, (int) address, bytes, offset, length);
  }

  @Override
  public void writeRegister(int offset, int value) {
    info.checkRegister(offset);
    registers.put(offset, value);
  }

  @Override
  public int readRegister(int offset) {
    info.checkRegister(offset);
    return registers.getOrDefault(offset, 0);
  }

  @Override
  public BoardWait waitInterrupt(long cycles) {
    return new BoardWait(false, cycles);
  }

  @Override
  public void reset() {
    registers.clear();
  }

  @Override
  public void close() {}
}
