package io.samforge.eval.demo;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.calib.BlockCapture;
import io.samforge.calib.CalibratedBlock;
import io.samforge.calib.CalibratedChain;
import io.samforge.calib.CalibrationOptions;
import io.samforge.calib.FirstCalibration;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.quant.GridSearches;
import io.samforge.calib.quant.RememberedSearches;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.verilator.BuildCache;
import io.samforge.sim.verilator.ModelLibrary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Quantises a block of the image encoder at several code widths and runs it on simulated
 * accelerators, one program per thread; calibration of one width overlaps with the simulation of
 * another.
 */
final class Demo implements AutoCloseable {
  private final DemoInputs inputs;
  private final DemoArguments arguments;
  private final DemoProgress progress;
  private final GridSearches searches;
  private final ExecutorService pool =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  /** Makes a demo that keeps what its calibrations search in the standard cache. */
  Demo(DemoInputs inputs, DemoArguments arguments, DemoProgress progress) {
    this.inputs = inputs;
    this.arguments = arguments;
    this.progress = progress;
    this.searches =
        new RememberedSearches(
            BuildCache.standard().root().resolve("searches"), GridSearches.COMPUTED);
  }

  /** Programs that are being simulated. */
  private record Running(Variant variant, List<Future<List<LayerResult>>> chains) {}

  /**
   * Runs everything.
   *
   * @throws io.samforge.arch.UserError if a layer does not fit the configuration or a tool fails
   * @throws io.samforge.sim.SimulationException if the hardware stops with an error
   */
  DemoResult run() {
    progress.stage("running the image encoder");
    BlockCapture capture = BlockCapture.of(inputs.encoder(), inputs.photograph(), inputs.block());
    List<Running> running = new ArrayList<>();
    long cycles = 0;
    for (AcceleratorConfig config : inputs.variants(arguments.bits())) {
      Variant variant = inputs.onConfig(() -> Variant.compile(calibrate(config, capture)));
      progress.stage("building the accelerator for %s bits".formatted(LayerResult.bits(config)));
      ModelLibrary library = AcceleratorModels.fast(config);
      List<ChainRun> runs = runs(variant, library);
      cycles += runs.stream().mapToLong(ChainRun::expectedCycles).sum();
      running.add(new Running(variant, start(runs)));
    }
    progress.expect(cycles);
    List<LayerResult> results = new ArrayList<>();
    for (Running one : running) {
      one.chains().forEach(chain -> results.addAll(await(chain)));
    }
    return new DemoResult(
        inputs, capture, running.stream().map(Running::variant).toList(), results);
  }

  private CalibratedBlock calibrate(AcceleratorConfig config, BlockCapture capture) {
    progress.stage("quantising for %s bits".formatted(LayerResult.bits(config)));
    boolean own = config.equals(inputs.config());
    CalibrationOptions options =
        CalibrationOptions.STANDARD.withTokenLimit(
            own ? arguments.tokens() : arguments.tokensOtherBits());
    return new FirstCalibration(config, options, ProgressListener.SILENT, searches)
        .calibrate(capture, inputs.photograph().source());
  }

  private List<ChainRun> runs(Variant variant, ModelLibrary library) {
    List<CalibratedChain> chains = variant.block().chains();
    // One wrong bit in all of the demo is what a checker has to find.
    boolean inject = arguments.injectGoldenBit() && variant.config().equals(inputs.config());
    return IntStream.range(0, chains.size())
        .mapToObj(
            i ->
                ChainRun.of(chains.get(i), variant.programs().get(i), library)
                    .withGoldenBit(inject && i == 0))
        .toList();
  }

  /** Starts the longest run first, so that the threads end at about the same time. */
  private List<Future<List<LayerResult>>> start(List<ChainRun> runs) {
    Map<ChainRun, Future<List<LayerResult>>> futures = new IdentityHashMap<>();
    runs.stream()
        .sorted(Comparator.comparingLong(ChainRun::expectedCycles).reversed())
        .forEach(run -> futures.put(run, pool.submit(() -> simulate(run))));
    return runs.stream().map(futures::get).toList();
  }

  private List<LayerResult> simulate(ChainRun run) {
    long[] reported = {0};
    return run.run(
        cycles -> {
          progress.simulated(cycles - reported[0]);
          reported[0] = cycles;
        });
  }

  private static List<LayerResult> await(Future<List<LayerResult>> run) {
    try {
      return run.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a simulation", e);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
