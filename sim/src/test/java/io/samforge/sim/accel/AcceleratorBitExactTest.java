package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelSource;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AcceleratorBitExactTest {
  @Test
  void firstLayer() {
    AcceleratorConfig config =
        AcceleratorConfig.load(
            Path.of(System.getProperty("samforge.root", ".."), "configs", "tiny.json"));
    String verilog = RtlGenerator.accelerator(config);
    AcceleratorOptions options = AcceleratorOptions.of(config.dramBytes());
    Random random = new Random(1);
    RandomLayers layers = new RandomLayers(config, random);
    try (AcceleratorSimulation sim =
        AcceleratorSimulation.open(
            ModelSource.text("Accelerator", verilog), BuildOptions.quick(), options)) {
      ProgramRunner runner = new ProgramRunner(config, sim);
      for (RandomLayers.Output kind : RandomLayers.Output.values()) {
        for (boolean hluq : new boolean[] {false, true}) {
          GemmLayer layer = layers.layer(kind + "-" + hluq, 40, 20, 10, hluq, kind);
          System.out.println(
              layer.name() + " " + BitExactness.check(config, runner, layer, layers.codes(40, 20)));
        }
      }
    }
  }
}
