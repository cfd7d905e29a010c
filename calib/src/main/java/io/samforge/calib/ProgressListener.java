package io.samforge.calib;

/** Is told how far a long step has come. */
public interface ProgressListener {
  /** A listener that ignores everything. */
  ProgressListener SILENT = (name, units) -> new SilentTask();

  /** Starts a task called {@code name} of {@code units} units. */
  Task start(String name, int units);

  /** A running task; may be told from several threads. */
  interface Task extends AutoCloseable {
    /** One more unit is done. */
    void step();

    @Override
    void close();
  }

  /** The task of {@link #SILENT}. */
  final class SilentTask implements Task {
    private SilentTask() {}

    @Override
    public void step() {}

    @Override
    public void close() {}
  }
}
