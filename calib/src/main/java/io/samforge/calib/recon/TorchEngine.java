package io.samforge.calib.recon;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Starts PyTorch, whose automatic differentiation reconstruction uses, through DJL.
 *
 * <p>The native library comes from the class path: nothing is fetched and no usage is reported. DJL
 * unpacks it once into its cache, {@code ~/.djl.ai} unless the environment variable {@code
 * DJL_CACHE_DIR} names another folder.
 */
final class TorchEngine {
  private static final String NAME = "PyTorch";

  /**
   * One thread: the many short operations of a small unit are no faster with two, and ten times
   * slower when another process keeps a core busy, because threads then wait for each other. It
   * also makes results independent of the number of processors.
   */
  private static final int THREADS = 1;

  private TorchEngine() {}

  /** Returns a manager that owns the tensors made with it until it is closed. */
  static NDManager manager() {
    return engine().newBaseManager(Device.cpu());
  }

  /**
   * Makes a tensor in memory of PyTorch's own. What DJL makes of an array shares the array's
   * memory, which has any alignment and is gone when the tensor is closed, although PyTorch may
   * still hold it for a gradient.
   */
  static NDArray owned(NDManager manager, float[] values, Shape shape) {
    try (NDArray shared = manager.create(values, shape)) {
      return shared.duplicate();
    }
  }

  /**
   * Makes a factor for a computation whose gradient is recorded. DJL's own operations with a number
   * make a tensor, compute and close it: the gradient would read memory that is already freed.
   */
  static NDArray factor(NDManager manager, double value) {
    return owned(manager, new float[] {(float) value}, new Shape(1));
  }

  /** Returns the engine; the first call loads the native library. */
  static Engine engine() {
    setIfAbsent("ai.djl.offline", "true");
    setIfAbsent("OPT_OUT_TRACKING", "true");
    setIfAbsent("PYTORCH_FLAVOR", "cpu");
    setIfAbsent("ai.djl.default_engine", NAME);
    setIfAbsent("ai.djl.pytorch.num_threads", Integer.toString(THREADS));
    setIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
    setIfAbsent("slf4j.internal.verbosity", "ERROR");
    return Engine.getEngine(NAME);
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
