package io.samforge.host.board;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.LayerFactory;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramBuilder;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.host.DeviceControl;
import io.samforge.host.DeviceException;
import io.samforge.host.RunCounters;
import java.util.List;
import java.util.Random;

/**
 * A random layer with the result that the golden model computes for it.
 *
 * @param program the layer in device memory
 * @param codes its input, [tokens][channels]
 * @param expected its output, [tokens][outputs]
 */
public record KnownAnswer(Program program, byte[][] codes, float[][] expected) {
  private static final long BUDGET = 4_000_000;

  /** Returns layers with both kinds of operands, in shapes around those of the hardware. */
  public static List<KnownAnswer> all(AcceleratorConfig config, Random random) {
    int channels = Math.min(config.maxInChannels(), 3 * config.reductionLanes() - 1);
    int bits = config.activationBits();
    Operand uniform = CagOperand.single(new UniformParameters(bits, 0.05, 1 << bits - 1), channels);
    int[] group = new int[channels];
    for (int c = 0; c < channels; c++) {
      group[c] = c % 2;
    }
    List<UniformParameters> parameters =
        List.of(new UniformParameters(bits, 0.02, 3), new UniformParameters(bits, 0.3, 5));
    Operand grouped = new CagOperand(parameters, group, new int[channels]);
    Operand hybrid = new HluqOperand(new HluqParameters(bits, 1 << bits - 2, -0.2, 0.3, 0.1));
    return List.of(uniform, grouped, hybrid).stream()
        .map(operand -> of(config, operand, channels, random))
        .toList();
  }

  private static KnownAnswer of(
      AcceleratorConfig config, Operand operand, int channels, Random random) {
    int outputs = config.outputLanes() + 3;
    int tokens = config.tokenDepth() + 5;
    byte[][] weights = new byte[outputs][channels];
    double[] scale = new double[outputs];
    int[] zeroPoint = new int[outputs];
    double[] bias = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      fill(weights[o], 1 << config.weightBits(), random);
      scale[o] = 0.01 + random.nextDouble();
      zeroPoint[o] = random.nextInt(1 << config.weightBits());
      bias[o] = random.nextGaussian();
    }
    byte[][] codes = new byte[tokens][channels];
    for (byte[] row : codes) {
      fill(row, config.codes(), random);
    }
    GemmLayer layer =
        new LayerFactory(config)
            .create(
                "known",
                tokens,
                SnappedOperand.snap(operand),
                new QuantizedWeights(config.weightBits(), weights, scale, zeroPoint),
                bias,
                new RawOutput());
    Program program = new ProgramBuilder(config).layer(layer).build();
    return new KnownAnswer(program, codes, new GoldenModel().values(layer, codes));
  }

  private static void fill(byte[] row, int below, Random random) {
    for (int i = 0; i < row.length; i++) {
      row[i] = (byte) random.nextInt(below);
    }
  }

  /**
   * Runs the layer.
   *
   * @throws DeviceException naming the first element that differs
   */
  public RunCounters check(Board board) {
    DeviceControl control = new DeviceControl(program.config(), board);
    for (MemorySegment segment : program.segments()) {
      board.writeMemory(segment.address(), segment.data());
    }
    ProgramTensor input = program.inputOf(0);
    ProgramTensor output = program.outputOf(0);
    board.writeMemory(input.address(), input.packCodes(program.config(), codes));
    byte[] before = new byte[Math.toIntExact(output.layout(program.config()).bytes())];
    board.writeMemory(output.address(), before);
    RunCounters counters =
        control.run(program.descriptorAddress(), program.layers().size(), BUDGET, cycles -> {});
    byte[] memory = board.readMemory(output.address(), before.length);
    float[][] found = output.unpackRaw(program.config(), memory);
    for (int t = 0; t < expected.length; t++) {
      for (int o = 0; o < expected[t].length; o++) {
        if (Float.floatToRawIntBits(found[t][o]) != Float.floatToRawIntBits(expected[t][o])) {
          throw new DeviceException(
              "%s: token %d, output %d of a layer is %s; the golden model computes %s"
                  .formatted(board.info(), t, o, found[t][o], expected[t][o]));
        }
      }
    }
    return counters;
  }
}
