package io.samforge.sim;

/**
 * The native clock loop with DRAM, AXI4 memory, protocol checker and register master around one
 * {@link NativeModel}; closes the model with itself.
 */
final class NativeAccelerator implements AutoCloseable {
  private final NativeModel model;
  private long handle;

  /**
   * Surrounds a model.
   *
   * @throws SimulationException when the model lacks a port of the accelerator
   */
  NativeAccelerator(NativeModel model, AcceleratorOptions options) {
    this.model = model;
    MemoryModel memory = options.memory();
    handle =
        open(
            model.handle(),
            options.dramBytes(),
            memory.latencyCycles(),
            memory.bytesPerCycle(),
            memory.stalls().toArray(),
            memory.seed(),
            options.writeLog());
  }

  NativeModel model() {
    return model;
  }

  void reset(int cycles) {
    reset(handle(), cycles);
  }

  boolean run(long cycles, boolean stopAtInterrupt) {
    return run(handle(), cycles, stopAtInterrupt);
  }

  void writeRegister(int address, int value, long budget) {
    writeRegister(handle(), address, value, budget);
  }

  int readRegister(int address, long budget) {
    return readRegister(handle(), address, budget);
  }

  void write(long address, byte[] source, int offset, int length) {
    write(handle(), address, source, offset, length);
  }

  void read(long address, byte[] target, int offset, int length) {
    read(handle(), address, target, offset, length);
  }

  void fill(long address, long length, byte value) {
    fill(handle(), address, length, value);
  }

  long writeCycle(long address) {
    return writeCycle(handle(), address);
  }

  void failRead(long address) {
    failRead(handle(), address);
  }

  void failWrite(long address) {
    failWrite(handle(), address);
  }

  AxiStatistics statistics() {
    long[] counts = statistics(handle());
    return new AxiStatistics(counts[0], counts[1], counts[2], counts[3]);
  }

  String describe() {
    return describe(handle());
  }

  @Override
  public void close() {
    if (handle != 0) {
      free(handle);
      handle = 0;
      model.close();
    }
  }

  private long handle() {
    if (handle == 0) {
      throw new IllegalStateException("the simulation is closed");
    }
    return handle;
  }

  private static native long open(
      long model,
      long dramBytes,
      int latency,
      int bytesPerCycle,
      double[] stalls,
      long seed,
      boolean writeLog);

  private static native void free(long handle);

  private static native void reset(long handle, int cycles);

  private static native boolean run(long handle, long cycles, boolean stopAtInterrupt);

  private static native void writeRegister(long handle, int address, int value, long budget);

  private static native int readRegister(long handle, int address, long budget);

  private static native void write(
      long handle, long address, byte[] source, int offset, int length);

  private static native void read(long handle, long address, byte[] target, int offset, int length);

  private static native void fill(long handle, long address, long length, byte value);

  private static native long writeCycle(long handle, long address);

  private static native void failRead(long handle, long address);

  private static native void failWrite(long handle, long address);

  private static native long[] statistics(long handle);

  private static native String describe(long handle);
}
