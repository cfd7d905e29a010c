package io.samforge.host.board.device;

import java.io.Closeable;

/** How memory and registers are reached. Ranges have been checked; used by several threads. */
interface DeviceAccess extends Closeable {
  void write(long address, byte[] bytes, int offset, int length);

  void read(long address, byte[] bytes, int offset, int length);

  void writeRegister(int offset, int value);

  int readRegister(int offset);
}
