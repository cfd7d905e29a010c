package io.samforge.eval.energy;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.Fp32Layer;
import io.samforge.arch.program.Fp32ProgramBuilder;
import io.samforge.arch.program.Program;
import io.samforge.calib.BlockCapture;
import io.samforge.calib.CalibratedBlock;
import io.samforge.calib.CalibratedChain;
import io.samforge.calib.CalibratedProgram;
import io.samforge.calib.CalibrationOptions;
import io.samforge.calib.FirstCalibration;
import io.samforge.calib.ProgressListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The runs whose toggles are counted: two real layers on every engine of the comparison by lanes.
 *
 * <p>Engines of 4, 5 and 6 bits compute a layer of grouped codes and one of hybrid codes; that of 8
 * bits, which is compared with uniform codes only, computes the same layers with one group; the
 * floating-point twin computes the first outputs of both.
 *
 * @param capture the layers and what passes through them
 * @param photograph what the picture is called
 */
record ActivityRuns(BlockCapture capture, String photograph) {
  /** A tile of all configurations: tokens follow each other as in the whole layer. */
  private static final int TOKENS = 256;

  private static final int FP32_OUTPUTS = 64;
  private static final long FIRST_CYCLE = 50_000;
  private static final long CYCLES = 1000;
  private static final int[] HYBRID_BITS = {4, 5, 6};

  private static final CalibrationOptions OPTIONS =
      CalibrationOptions.STANDARD.withTokenLimit(TOKENS);

  /** Returns all runs, with the configurations of a folder. */
  List<ToggleRun> all(Path configs) {
    AcceleratorConfig paper = AcceleratorConfig.load(configs.resolve("paper.json"));
    List<ToggleRun> runs = new ArrayList<>();
    for (int bits : HYBRID_BITS) {
      runs.addAll(hybrid(paper.withBits(bits, bits)));
    }
    runs.addAll(uniform(AcceleratorConfig.load(configs.resolve("int8-paper.json"))));
    AcceleratorConfig twin = AcceleratorConfig.load(configs.resolve("fp32-paper.json"));
    runs.add(floats(twin, "attn/qkv", capture.qkv()));
    runs.add(floats(twin, "mlp/fc2", capture.fc2()));
    return runs;
  }

  private List<ToggleRun> hybrid(AcceleratorConfig config) {
    CalibratedBlock block =
        new FirstCalibration(config, OPTIONS, ProgressListener.SILENT)
            .calibrate(capture, photograph);
    CalibratedChain perceptron = block.chains().get(1);
    // The second layer of the chain takes the second half of its cycles.
    long inSecond = CalibratedProgram.of(perceptron, config).expectedCycles() * 3 / 4;
    return List.of(
        codes(config, "attn/qkv, grouped codes", block.chains().get(0), FIRST_CYCLE),
        codes(config, "mlp/fc2, hybrid codes", perceptron, inSecond));
  }

  private List<ToggleRun> uniform(AcceleratorConfig config) {
    FirstCalibration calibration =
        new FirstCalibration(config, OPTIONS.withMergeCounts(List.of(1)), ProgressListener.SILENT);
    CalibratedChain second = calibration.grouped("fc2", capture.fc2());
    // Its input is long: what comes first is the load of the activations.
    long inMiddle = CalibratedProgram.of(second, config).expectedCycles() / 2;
    return List.of(
        codes(
            config,
            "attn/qkv, uniform codes",
            calibration.grouped("qkv", capture.qkv()),
            FIRST_CYCLE),
        codes(config, "mlp/fc2, uniform codes", second, inMiddle));
  }

  private static ToggleRun codes(
      AcceleratorConfig config, String layer, CalibratedChain chain, long firstCycle) {
    Program program = CalibratedProgram.of(chain, config);
    byte[] input = program.inputOf(0).packCodes(config, chain.inputCodes());
    return new ToggleRun(config, layer, program, input, firstCycle, CYCLES);
  }

  private static ToggleRun floats(
      AcceleratorConfig config, String layer, BlockCapture.Layer captured) {
    float[][] weights = Arrays.copyOf(captured.linear().weights().toRows(), FP32_OUTPUTS);
    float[] bias = Arrays.copyOf(captured.linear().bias(), FP32_OUTPUTS);
    Program program =
        new Fp32ProgramBuilder(config)
            .layer(new Fp32Layer(layer, TOKENS, weights, bias, false))
            .build();
    float[][] rows = captured.input().spreadRows(TOKENS).toRows();
    byte[] input = program.inputOf(0).packRaw(config, rows);
    return new ToggleRun(config, layer, program, input, FIRST_CYCLE, CYCLES);
  }
}
