package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramBuilder;
import io.samforge.arch.program.ProgramTensor;

/** Runs one layer on the simulated accelerator and on the golden model and compares every bit. */
final class BitExactness {
  private BitExactness() {}

  static RunCounters check(
      AcceleratorConfig config, ProgramRunner runner, GemmLayer layer, byte[][] codes) {
    Program program = new ProgramBuilder(config).layer(layer).build();
    runner.load(program);
    runner.writeInput(program.inputOf(0), codes);
    RunCounters counters = runner.run(program, 50_000_000);
    GoldenOutput golden = new GoldenModel().run(layer, codes);
    ProgramTensor output = program.outputOf(0);
    if (output.raw()) {
      float[][] found = runner.readRaw(output);
      for (int t = 0; t < found.length; t++) {
        for (int o = 0; o < found[t].length; o++) {
          assertThat(Float.floatToRawIntBits(found[t][o]))
              .as("%s token %d output %d", layer.name(), t, o)
              .isEqualTo(Float.floatToRawIntBits(golden.values()[t][o]));
        }
      }
    } else {
      byte[][] found = runner.readCodes(output);
      for (int t = 0; t < found.length; t++) {
        assertThat(found[t]).as("%s token %d", layer.name(), t).isEqualTo(golden.codes()[t]);
      }
    }
    return counters;
  }
}
