package io.samforge.eval.bench;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.board.tcp.BoardServer;
import io.samforge.host.board.tcp.ServerLimits;
import io.samforge.host.board.tcp.Token;
import io.samforge.host.run.CodeListener;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import io.samforge.host.stream.BoardSession;
import io.samforge.host.stream.FaultListener;
import io.samforge.host.stream.RetryPolicy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The command behind {@code make bench-host}: what the driver costs a picture, what goes through
 * TCP on loopback, and how well transfers hide behind computation.
 */
public final class HostBenchMain {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS = 1e9;
  private static final double GIGA = 1e9;
  private static final int COMPUTE_MILLIS = 30;
  private static final int TRANSFER_MILLIS = 10;
  private static final int PICTURES = 200;
  private static final int PERCENT = 100;
  private static final RetryPolicy TRUSTING = new RetryPolicy(1, false);

  private final AcceleratorConfig config;

  private HostBenchMain(AcceleratorConfig config) {
    this.config = config;
  }

  /** Prints the figures. */
  public static void main(String[] arguments) throws InterruptedException {
    Path root = Path.of(System.getProperty("samforge.root", "."));
    HostBenchMain bench =
        new HostBenchMain(AcceleratorConfig.load(root.resolve("configs/small.json")));
    bench.throughput();
    // The input and output of an image encoder whose steps all run in one program.
    OneStepModel encoder = new OneStepModel(bench.config, 4096, 48, 256);
    bench.overhead("control only", new OneStepModel(bench.config, 64, 48, 64), 5000);
    bench.overhead("with 4096 x 48 codes in and 4096 x 256 floats out", encoder, PICTURES);
    bench.overlap("4096 x 48 codes in and 4096 x 256 floats out", encoder, 0);
    bench.overlap("small tensors", new OneStepModel(bench.config, 512, 64, 64), TRANSFER_MILLIS);
  }

  private void throughput() {
    byte[] data = new byte[1 << 26];
    try (Board served = new ModelBoard(config, 0, 0);
        BoardServer server =
            new BoardServer(
                served, new InetSocketAddress("127.0.0.1", 0), Token.NONE, ServerLimits.STANDARD);
        Board board = Boards.open("tcp:127.0.0.1:" + server.port())) {
      for (int round = 0; round < 5; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < 8; i++) {
          board.writeMemory(0, data);
        }
        long written = System.nanoTime();
        for (int i = 0; i < 8; i++) {
          board.readMemory(0, data, 0, data.length);
        }
        long read = System.nanoTime();
        System.out.printf(
            Locale.ROOT,
            "TCP on loopback, round %d: write %.2f GB/s, read %.2f GB/s%n",
            round,
            8 * data.length / GIGA / ((written - start) / NANOS),
            8 * data.length / GIGA / ((read - written) / NANOS));
      }
    }
  }

  /** The time of a picture that is neither transfer nor wait, and its share of 30 ms. */
  private void overhead(String what, OneStepModel shape, int pictures) throws InterruptedException {
    ModelPackage model = shape.model();
    ModelBoard board = new ModelBoard(config, 0, 0);
    try (BoardSession session = new BoardSession(model, board, 1, TRUSTING, FaultListener.NONE)) {
      stream(session, model, shape, pictures);
      long before = board.insideNanos();
      double nanos = stream(session, model, shape, pictures) - (board.insideNanos() - before);
      double millis = nanos / pictures / NANOS_PER_MILLI;
      System.out.printf(
          Locale.ROOT,
          "driver overhead, %s: %.3f ms a picture, %.2f %% of %d ms%n",
          what,
          millis,
          PERCENT * millis / COMPUTE_MILLIS,
          COMPUTE_MILLIS);
    }
  }

  /** The time of a picture when so many are in flight. */
  private void overlap(String what, OneStepModel shape, int transferMillis)
      throws InterruptedException {
    ModelPackage model = shape.model();
    for (int buffers = 1; buffers <= 3; buffers++) {
      ModelBoard board = new ModelBoard(config, COMPUTE_MILLIS, transferMillis);
      try (BoardSession session =
          new BoardSession(model, board, buffers, TRUSTING, FaultListener.NONE)) {
        int pictures = PICTURES / 2;
        double millis = stream(session, model, shape, pictures) / NANOS_PER_MILLI / pictures;
        System.out.printf(
            Locale.ROOT,
            "%s, %d ms a picture, %d ms of transfer each way, %d buffers: %.2f ms a picture,"
                + " %.1f %% above the slowest stage%n",
            what,
            COMPUTE_MILLIS,
            transferMillis,
            session.buffers(),
            millis,
            PERCENT * (millis / COMPUTE_MILLIS - 1));
      }
    }
  }

  /** Returns the nanoseconds that pictures take in all buffers of a session. */
  private static double stream(
      BoardSession session, ModelPackage model, OneStepModel shape, int pictures)
      throws InterruptedException {
    PackedFunction function = model.function("encoder");
    FloatTensor input =
        new FloatTensor(
            function.graph().inputs().get(0).shape(), new float[shape.tokens() * shape.channels()]);
    AtomicInteger left = new AtomicInteger(pictures);
    List<Thread> workers = new ArrayList<>();
    long start = System.nanoTime();
    for (int buffer = 0; buffer < session.buffers(); buffer++) {
      GraphExecutor executor =
          new GraphExecutor(
              function.graph(),
              function.hostParts(),
              session.engine(buffer, "encoder", CodeListener.NONE),
              StepListener.NONE);
      Thread worker =
          new Thread(
              () -> {
                while (left.getAndDecrement() > 0) {
                  executor.run(Map.of(OneStepModel.INPUT, input));
                }
                executor.close();
              });
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return System.nanoTime() - start;
  }
}
