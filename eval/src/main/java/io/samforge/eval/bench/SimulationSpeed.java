package io.samforge.eval.bench;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramBuilder;
import io.samforge.host.RunCounters;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.accel.ProgramRunner;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Runs one layer on the simulated accelerator, in one thread; the score is seconds per layer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
public class SimulationSpeed {
  static final int TOKENS = 256;

  /** Path of the configuration. */
  @Param("configs/large.json")
  public String config;

  /** Operand kind. */
  @Param({"CAG", "HLUQ"})
  public String operand;

  private ProgramRunner runner;
  private Program program;

  /** Builds the model, loads the layer and its input. */
  @Setup(Level.Trial)
  public void load() {
    AcceleratorConfig accelerator = AcceleratorConfig.load(Path.of(config));
    BenchLayers layers = new BenchLayers(accelerator);
    GemmLayer layer = layer(accelerator, operand);
    program = new ProgramBuilder(accelerator).layer(layer).build();
    runner = AcceleratorModels.open(accelerator, AcceleratorModels.fast(accelerator));
    runner.load(program);
    runner.writeInput(program.inputOf(0), layers.codes(layer));
  }

  /** Ends the simulation. */
  @TearDown(Level.Trial)
  public void close() {
    runner.simulation().close();
  }

  /** Runs the layer once. */
  @Benchmark
  public RunCounters layer() {
    return runner.run(program, Long.MAX_VALUE);
  }

  static GemmLayer layer(AcceleratorConfig config, String operand) {
    BenchLayers layers = new BenchLayers(config);
    return operand.equals("CAG") ? layers.cag(TOKENS) : layers.hluq(TOKENS);
  }
}
