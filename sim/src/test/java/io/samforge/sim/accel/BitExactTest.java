package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.verilator.ModelLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Random programs on the whole accelerator against the golden model, bit by bit, in every
 * configuration, with an ideal memory and with random ones.
 */
class BitExactTest {
  private static final int MEMORIES = 5;
  private static final int PROGRAMS = 10;
  private static final int LARGE_PROGRAMS = 4;

  private final AtomicInteger programs = new AtomicInteger();
  private final AtomicInteger layers = new AtomicInteger();
  private final Coverage coverage = new Coverage();

  @Test
  void agreesWithTheGoldenModelInEveryConfiguration() throws Exception {
    long seed = TestDesigns.seed(20250611);
    System.out.println("samforge.seed=" + seed);
    List<AcceleratorConfig> configs = TestConfigs.small();
    List<Future<?>> running = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (AcceleratorConfig config : configs) {
        running.add(
            pool.submit(() -> check(config, AcceleratorModels.quick(config), seed, PROGRAMS)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
    System.out.println(programs + " programs, " + layers + " layers");
    assertThat(programs).hasValue(configs.size() * MEMORIES * PROGRAMS);
    assertThat(layers.get()).isGreaterThan(programs.get() * 3 / 2);
    System.out.println(coverage.counts());
    assertThat(coverage.counts().values()).as("%s", coverage.counts()).allMatch(count -> count > 0);
    // Three operand kinds times six output kinds; what the layers are; what is done to programs.
    assertThat(coverage.counts()).hasSize(18 + 21 + 13 + 3);
  }

  @Test
  void agreesWithTheGoldenModelInTheLargeConfiguration() {
    long seed = TestDesigns.seed(20250612);
    System.out.println("samforge.seed=" + seed);
    for (int bits : new int[] {4, 5, 6, 8}) {
      AcceleratorConfig config = TestConfigs.shipped("large").withBits(bits, bits);
      check(config, AcceleratorModels.fast(config), seed, LARGE_PROGRAMS);
    }
    assertThat(programs).hasValue(4 * MEMORIES * LARGE_PROGRAMS);
  }

  private void check(AcceleratorConfig config, ModelLibrary library, long seed, int count) {
    String label = TestConfigs.label(config);
    long start = System.nanoTime();
    long cycles = 0;
    for (int m = 0; m < MEMORIES; m++) {
      Random random = new Random(seed * 31 + label.hashCode() + m);
      RandomPrograms source = new RandomPrograms(config, random);
      MemoryModel memory = m == 0 ? MemoryModel.ideal() : source.memory();
      AcceleratorOptions options =
          AcceleratorOptions.of(config.dramBytes()).withMemory(memory).withoutJournal();
      try (AcceleratorSimulation simulation = AcceleratorSimulation.open(library, options)) {
        runPrograms(label + " " + memory, config, simulation, source, random, count);
        cycles += simulation.cycle();
      }
    }
    System.out.printf("%s: %d cycles, %.1f s%n", label, cycles, (System.nanoTime() - start) / 1e9);
  }

  /** Runs programs one after another, mostly without a reset between them, some of them twice. */
  private void runPrograms(
      String name,
      AcceleratorConfig config,
      AcceleratorSimulation simulation,
      RandomPrograms source,
      Random random,
      int count) {
    ProgramCheck check = new ProgramCheck(config, new ProgramRunner(config, simulation));
    for (int i = 0; i < count; i++) {
      TestProgram test = source.next();
      String label = name + " program " + i;
      check.run(label, test);
      coverage.add(config, test);
      programs.incrementAndGet();
      layers.addAndGet(test.layers().size());
      if (random.nextInt(4) == 0) {
        check.again(label + " again", test);
        coverage.add("run again");
      }
      if (random.nextInt(4) == 0) {
        simulation.reset();
        coverage.add("reset between programs");
      }
    }
  }
}
