package io.samforge.sim;

import io.samforge.sim.verilator.BridgeLibrary;
import io.samforge.sim.verilator.ModelLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One running instance of a model library: the only class that calls native code per signal.
 *
 * <p>Every instance must be closed; {@link #openCount()} lets tests prove it. An instance may be
 * used by one thread at a time.
 */
final class NativeModel implements AutoCloseable {
  // The one process-wide fact here: how many native instances exist in this process.
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final List<Port> ports;
  private long handle;

  private NativeModel(long handle) {
    this.handle = handle;
    String[] names = portNames(handle);
    int[] shapes = portShapes(handle);
    List<Port> found = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      found.add(new Port(names[i], i, Math.abs(shapes[i]), shapes[i] < 0));
    }
    ports = List.copyOf(found);
  }

  /** Loads a model library and creates an instance of the design, in its initial state. */
  static NativeModel open(ModelLibrary library) {
    Path bridge = BridgeLibrary.obtain(library.builder().cache(), library.builder().tools());
    System.load(bridge.toString());
    long handle = open(library.file().toString());
    OPEN.incrementAndGet();
    return new NativeModel(handle);
  }

  /** Returns the number of instances in this process that are not closed. */
  static int openCount() {
    return OPEN.get();
  }

  List<Port> ports() {
    return ports;
  }

  boolean isOpen() {
    return handle != 0;
  }

  /** Returns the native handle, for the other native classes of this package. */
  long handle() {
    if (handle == 0) {
      throw new IllegalStateException("the simulation is closed");
    }
    return handle;
  }

  void set(Port port, long bits) {
    setLong(handle(), port.index(), bits);
  }

  void set(Port port, byte[] packed) {
    setBytes(handle(), port.index(), packed);
  }

  long get(Port port) {
    return getLong(handle(), port.index());
  }

  byte[] getPacked(Port port) {
    byte[] packed = new byte[port.bytes()];
    getBytes(handle(), port.index(), packed);
    return packed;
  }

  void step(long cycles) {
    step(handle(), cycles);
  }

  long cycle() {
    return cycle(handle());
  }

  void run(int[] inputs, byte[] stimulus, int[] outputs, byte[] response, int cycles) {
    run(handle(), inputs, stimulus, outputs, response, cycles);
  }

  /** Records all ports of every following cycle; null ends the recording. */
  void record(Path file) {
    record(handle(), file == null ? "" : file.toString());
  }

  void traceWindow(Path file, long from, long to) {
    traceWindow(handle(), file.toString(), from, to);
  }

  void traceClose() {
    traceClose(handle());
  }

  @Override
  public void close() {
    if (handle != 0) {
      free(handle);
      handle = 0;
      OPEN.decrementAndGet();
    }
  }

  private static native long open(String library);

  private static native void free(long handle);

  private static native String[] portNames(long handle);

  private static native int[] portShapes(long handle);

  private static native void setLong(long handle, int port, long bits);

  private static native void setBytes(long handle, int port, byte[] packed);

  private static native long getLong(long handle, int port);

  private static native void getBytes(long handle, int port, byte[] packed);

  private static native void step(long handle, long cycles);

  private static native long cycle(long handle);

  private static native void run(
      long handle, int[] inputs, byte[] stimulus, int[] outputs, byte[] response, int cycles);

  private static native void record(long handle, String file);

  private static native void traceWindow(long handle, String file, long from, long to);

  private static native void traceClose(long handle);
}
