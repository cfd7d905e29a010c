package io.samforge.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Register;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceControlTest {
  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(Path.of("../configs/tiny.json"));
  private static final long BUDGET = 1000;
  private static final LongConsumer SILENT = cycles -> {};

  private final SlowDevice device = new SlowDevice();
  private final DeviceControl control = new DeviceControl(CONFIG, device);
  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Whoever takes results apart must not keep the next program from its start. */
  @Test
  void returnsWhenTheNextProgramHasBeenStarted() throws Exception {
    Future<List<Integer>> first = threads.submit(() -> startedBehind(1));
    awaitTrue(() -> device.started.contains(1));
    Future<List<Integer>> second = threads.submit(() -> startedBehind(2));
    awaitTrue(control::hasWaitingProgram);
    device.end();
    assertThat(first.get(10, TimeUnit.SECONDS)).containsExactly(1, 2);
    device.end();
    assertThat(second.get(10, TimeUnit.SECONDS)).containsExactly(1, 2);
  }

  /** A start that fails counts as one: nobody waits for it for ever. */
  @Test
  void returnsWhenTheNextProgramCannotBeStarted() throws Exception {
    Future<List<Integer>> first = threads.submit(() -> startedBehind(1));
    awaitTrue(() -> device.started.contains(1));
    device.broken = 2;
    Future<List<Integer>> second = threads.submit(() -> startedBehind(2));
    awaitTrue(control::hasWaitingProgram);
    device.end();
    assertThat(first.get(10, TimeUnit.SECONDS)).containsExactly(1);
    assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS))
        .hasRootCauseMessage("program 2 cannot be started");
    Future<List<Integer>> third = threads.submit(() -> startedBehind(3));
    awaitTrue(() -> device.started.contains(3));
    device.end();
    assertThat(third.get(10, TimeUnit.SECONDS)).containsExactly(1, 3);
  }

  private List<Integer> startedBehind(int layers) {
    control.run(0, layers, BUDGET, SILENT);
    return List.copyOf(device.started);
  }

  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(1);
    }
  }

  /** A device whose programs, known by their number of layers, end when the test says so. */
  private static final class SlowDevice implements Device {
    private final List<Integer> started = new CopyOnWriteArrayList<>();
    private final int[] registers = new int[Register.CONFIG_HASH0.offset() / Integer.BYTES];
    private volatile int broken;
    private volatile CountDownLatch running = new CountDownLatch(1);

    void end() {
      running.countDown();
    }

    @Override
    public void writeRegister(int offset, int value) {
      registers[offset / Integer.BYTES] = value;
      if (offset == Register.CONTROL.offset()
          && Register.CONTROL.field("START").extract(value) == 1) {
        int layers = registers[Register.PROGRAM_COUNT.offset() / Integer.BYTES];
        if (layers == broken) {
          throw new DeviceException("program " + layers + " cannot be started");
        }
        running = new CountDownLatch(1);
        started.add(layers);
      }
    }

    @Override
    public int readRegister(int offset) {
      int word = (offset - Register.CONFIG_HASH0.offset()) / Integer.BYTES;
      if (word >= 0 && word < 8) {
        return CONFIG.hashWord(word);
      }
      if (offset == Register.STATUS.offset() && running.getCount() == 0) {
        int layers = registers[Register.PROGRAM_COUNT.offset() / Integer.BYTES];
        return Register.STATUS.field("DONE").place(1)
            | Register.STATUS.field("LAYERS_FINISHED").place(layers);
      }
      return 0;
    }

    @Override
    public void awaitInterrupt(long cycles, LongConsumer progress) {
      try {
        running.await();
      } catch (InterruptedException e) {
        throw new DeviceException("interrupted");
      }
    }

    @Override
    public void writeMemory(long address, byte[] bytes) {
      throw new UnsupportedOperationException("no memory");
    }

    @Override
    public byte[] readMemory(long address, int length) {
      throw new UnsupportedOperationException("no memory");
    }

    @Override
    public void close() {
      end();
    }
  }
}
