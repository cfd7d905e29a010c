package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.Fp32GoldenModel;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.layer.Fp32Layer;
import io.samforge.arch.program.Fp32ProgramBuilder;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes random programs of the floating-point twin, with what every layer must give. */
final class Fp32Programs {
  private static final float[] SPECIAL = {
    0f, -0f, 1f, -1f, Float.MIN_NORMAL, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE
  };

  private final AcceleratorConfig config;
  private final Random random;

  /**
   * A program.
   *
   * @param inputs values [token][channel] of every tensor of {@link Program#inputs}
   * @param golden what every layer gives
   */
  record Case(Program program, List<float[][]> inputs, List<GoldenOutput> golden, int nans) {
    /** Loads the program and its inputs. */
    void load(ProgramRunner runner) {
      runner.load(program);
      for (int i = 0; i < inputs.size(); i++) {
        ProgramTensor tensor = program.inputs().get(i);
        runner
            .simulation()
            .writeMemory(tensor.address(), tensor.packRaw(program.config(), inputs.get(i)));
      }
    }
  }

  Fp32Programs(AcceleratorConfig config, Random random) {
    this.config = config;
    this.random = random;
  }

  /** Returns a program of one to three layers, chained where chance says so. */
  Case next() {
    Fp32ProgramBuilder builder = new Fp32ProgramBuilder(config);
    Fp32GoldenModel model = new Fp32GoldenModel(config.reductionLanes());
    List<float[][]> inputs = new ArrayList<>();
    List<GoldenOutput> golden = new ArrayList<>();
    Fp32Layer before = null;
    int nans = 0;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      boolean chained = before != null && random.nextBoolean();
      Fp32Layer layer =
          layer(chained ? before.tokens() : tokens(), chained ? before.outputs() : 1 + channels());
      float[][] values;
      if (chained) {
        values = golden.get(golden.size() - 1).values();
        builder.chained(layer);
      } else {
        values = matrix(layer.tokens(), layer.channels(), true);
        inputs.add(values);
        builder.layer(layer);
      }
      float[][] result = model.values(layer, values);
      for (float[] row : result) {
        for (float y : row) {
          nans += Float.isNaN(y) ? 1 : 0;
        }
      }
      golden.add(new GoldenOutput(new long[0][], result, null));
      before = layer;
    }
    return new Case(builder.build(), inputs, golden, nans);
  }

  private Fp32Layer layer(int tokens, int channels) {
    int outputs = 1 + random.nextInt(3 * config.outputLanes());
    return new Fp32Layer(
        "fp32 " + tokens + "x" + channels + "x" + outputs,
        tokens,
        matrix(outputs, channels, false),
        matrix(1, outputs, false)[0],
        random.nextInt(3) == 0);
  }

  private int tokens() {
    return switch (random.nextInt(8)) {
      case 0 -> 1;
      case 1 -> 2;
      case 2 -> 11 + random.nextInt(4);
      case 3 -> Math.min(config.tokenDepth(), 128);
      case 4 -> Math.min(config.tokenDepth(), 128) + 1 + random.nextInt(40);
      default -> 1 + random.nextInt(70);
    };
  }

  private int channels() {
    int lanes = config.reductionLanes();
    return random.nextInt(random.nextInt(6) == 0 ? Math.min(400, 40 * lanes) : 6 * lanes);
  }

  private float[][] matrix(int rows, int columns, boolean subnormals) {
    float[][] values = new float[rows][columns];
    int specials = random.nextInt(4) == 0 ? 8 : 1000;
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian() * (1 << random.nextInt(8));
        if (random.nextInt(specials) == 0) {
          row[i] = SPECIAL[random.nextInt(SPECIAL.length)];
          if (subnormals && random.nextInt(4) == 0) {
            row[i] = Float.intBitsToFloat(random.nextInt(0x00800000));
          }
        }
      }
    }
    return values;
  }
}
