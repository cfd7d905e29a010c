package io.samforge.eval.speed;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.Fp32Layer;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.LayerFactory;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.program.Fp32ProgramBuilder;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramBuilder;
import io.samforge.eval.network.NetworkLayer;
import io.samforge.host.RunCounters;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.accel.ProgramRunner;
import io.samforge.sim.cycles.CycleModel;
import io.samforge.sim.cycles.MemoryTiming;
import java.util.Arrays;
import java.util.List;

/**
 * A slice of a network on the simulated Verilog of an engine, beside what the cycle model says.
 *
 * <p>The data are constants: time does not depend on them.
 *
 * @param engine the engine
 * @param timing the memory
 * @param layer the slice
 * @param hardware the counters of the Verilog
 * @param model the counters of the cycle model for the same program
 * @param sameCommand whether the program has the descriptor, addresses aside, that speeds of
 *     networks are computed from
 */
public record RtlSlice(
    Engine engine,
    MemoryTiming timing,
    NetworkLayer layer,
    RunCounters hardware,
    RunCounters model,
    boolean sameCommand) {
  private static final long BUDGET = 1L << 32;
  private static final int FIRST_ADDRESS_WORD = 8;
  private static final int LAST_ADDRESS_WORD = 11;

  /** Returns whether the hardware did what the model says, in every counter. */
  public boolean confirmed() {
    return sameCommand && hardware.equals(model);
  }

  /** Runs one product of a layer whose operand is grouped. */
  public static RtlSlice run(Engine engine, MemoryTiming timing, NetworkLayer layer) {
    AcceleratorConfig config = engine.config();
    Program program = config.isFp32() ? floats(config, layer) : codes(config, layer);
    AcceleratorOptions options =
        AcceleratorOptions.of(config.dramBytes())
            .withMemory(
                MemoryModel.ideal()
                    .withLatency(timing.latencyCycles())
                    .withBytesPerCycle(timing.bytesPerCycle()))
            .withoutJournal();
    try (AcceleratorSimulation simulation =
        AcceleratorSimulation.open(AcceleratorModels.quick(config), options)) {
      ProgramRunner runner = new ProgramRunner(config, simulation);
      runner.load(program);
      RunCounters hardware = runner.run(program, BUDGET);
      RunCounters model = new CycleModel(config, timing).run(program);
      LayerDescriptor expected = ProductShape.of(layer, engine).descriptor(config);
      boolean same =
          Arrays.equals(withoutAddresses(expected), withoutAddresses(program.descriptor(0)));
      return new RtlSlice(engine, timing, layer, hardware, model, same);
    }
  }

  private static int[] withoutAddresses(LayerDescriptor descriptor) {
    int[] words = descriptor.encode();
    Arrays.fill(words, FIRST_ADDRESS_WORD, LAST_ADDRESS_WORD + 1, 0);
    words[LayerDescriptor.WORDS - 1] = 0;
    return words;
  }

  private static Program floats(AcceleratorConfig config, NetworkLayer layer) {
    float[][] weights = new float[layer.out()][layer.in()];
    for (float[] row : weights) {
      Arrays.fill(row, 0.5f);
    }
    Fp32Layer product =
        new Fp32Layer(layer.name(), layer.tokens(), weights, new float[layer.out()], false);
    return new Fp32ProgramBuilder(config).layer(product).build();
  }

  private static Program codes(AcceleratorConfig config, NetworkLayer layer) {
    double[] scales = new double[layer.out()];
    Arrays.fill(scales, 0.001);
    QuantizedWeights weights =
        new QuantizedWeights(
            config.weightBits(), new byte[layer.out()][layer.in()], scales, new int[layer.out()]);
    CagOperand operand =
        new CagOperand(
            List.of(new UniformParameters(config.activationBits(), 0.1, 0)), new int[layer.in()]);
    GemmLayer product =
        new LayerFactory(config)
            .create(
                layer.name(),
                layer.tokens(),
                SnappedOperand.snap(operand),
                weights,
                new double[layer.out()],
                new RawOutput());
    return new ProgramBuilder(config).layer(product).build();
  }
}
