package io.samforge.eval.bench;

import com.sun.management.OperatingSystemMXBean;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import io.samforge.host.stream.BoardSession;
import io.samforge.host.stream.FaultListener;
import io.samforge.host.stream.RangeWatch;
import io.samforge.host.stream.RetryPolicy;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long pictures take on a model board, in milliseconds. The drift watch counts codes, as it
 * does in a stream.
 *
 * @param outside median of the time from the start to the end of a picture that its thread is not
 *     in a transfer and does not wait for the accelerator
 * @param critical median of the processor time of the picture's own thread meanwhile
 * @param processor processor time of all threads for a picture, without that of the board model
 * @param transfer processor time of the board model for a picture: its copies into and out of the
 *     memory that stands for the board's, which a DMA engine does on a card
 * @param period median of the time from the end of one picture to the end of the next
 */
record PictureTimes(
    double outside, double critical, double processor, double transfer, double period) {
  private static final int WARM_UP = 20;
  private static final long COMPILE_NANOS = 6_000_000_000L;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long SEED = 5;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final RetryPolicy TRUSTING = new RetryPolicy(1, false);

  /**
   * Streams pictures.
   *
   * @param inFlight how many at a time
   * @param pictures how many are measured, after others that warm up
   */
  static PictureTimes of(OneStepModel shape, ModelBoard board, int inFlight, int pictures)
      throws InterruptedException {
    ModelPackage model = shape.model();
    compile(shape, model);
    try (BoardSession session =
        new BoardSession(model, board, inFlight, TRUSTING, FaultListener.NONE)) {
      Run warm = new Run(session, model, shape, board);
      warm.stream(WARM_UP);
      Run run = new Run(session, model, shape, board);
      long transfer = board.processorNanos();
      long processor = SYSTEM.getProcessCpuTime() - transfer;
      run.stream(pictures);
      processor = SYSTEM.getProcessCpuTime() - board.processorNanos() - processor;
      transfer = board.processorNanos() - transfer;
      return new PictureTimes(
          Median.of(run.outside),
          Median.of(run.critical),
          processor / NANOS_PER_MILLI / pictures,
          transfer / NANOS_PER_MILLI / pictures,
          Median.of(Median.steps(run.ends.stream().mapToDouble(e -> e).sorted().toArray())));
    }
  }

  /** Lets the virtual machine compile what a picture runs through: a board that takes no time. */
  private static void compile(OneStepModel shape, ModelPackage model) throws InterruptedException {
    ModelBoard board = new ModelBoard(shape.config(), 0, 0);
    try (BoardSession session = new BoardSession(model, board, 1, TRUSTING, FaultListener.NONE)) {
      // Processor time: on a busy machine the compiler gets its share later.
      long start = SYSTEM.getProcessCpuTime();
      while (SYSTEM.getProcessCpuTime() - start < COMPILE_NANOS) {
        new Run(session, model, shape, board).stream(WARM_UP);
      }
    }
  }

  /** One stream. */
  private static final class Run {
    private final BoardSession session;
    private final ModelPackage model;
    private final ModelBoard board;
    private final FloatTensor input;
    private final List<Double> outside = Collections.synchronizedList(new ArrayList<>());
    private final List<Double> critical = Collections.synchronizedList(new ArrayList<>());
    private final List<Double> ends = Collections.synchronizedList(new ArrayList<>());

    Run(BoardSession session, ModelPackage model, OneStepModel shape, ModelBoard board) {
      this.session = session;
      this.model = model;
      this.board = board;
      float[] values = new float[shape.tokens() * shape.channels()];
      Random random = new Random(SEED);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      input = new FloatTensor(model.function("encoder").graph().inputs().get(0).shape(), values);
    }

    void stream(int pictures) throws InterruptedException {
      AtomicInteger left = new AtomicInteger(pictures);
      List<Thread> workers = new ArrayList<>();
      for (int buffer = 0; buffer < session.buffers(); buffer++) {
        int own = buffer;
        Thread worker = new Thread(() -> work(own, left));
        worker.start();
        workers.add(worker);
      }
      for (Thread worker : workers) {
        worker.join();
      }
    }

    private void work(int buffer, AtomicInteger left) {
      PackedFunction function = model.function("encoder");
      RangeWatch watch = new RangeWatch(model);
      try (GraphExecutor executor =
          new GraphExecutor(
              function.graph(),
              function.hostParts(),
              session.engine(buffer, "encoder", watch),
              StepListener.NONE)) {
        while (left.getAndDecrement() > 0) {
          watch.begin();
          long start = System.nanoTime();
          long inside = board.insideNanos();
          long used = board.usedNanos();
          executor.run(Map.of(OneStepModel.INPUT, input)).values().forEach(executor::release);
          long end = System.nanoTime();
          outside.add((end - start - (board.insideNanos() - inside)) / NANOS_PER_MILLI);
          critical.add((board.usedNanos() - used) / NANOS_PER_MILLI);
          ends.add(end / NANOS_PER_MILLI);
        }
      }
    }
  }
}
