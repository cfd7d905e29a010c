package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.*;
import io.samforge.arch.layer.*;
import io.samforge.arch.program.*;
import io.samforge.sim.verilator.ModelLibrary;
import java.nio.file.Path;
import java.util.*;

final class SpeedProbe {
  public static void main(String[] a) {
    AcceleratorConfig config = AcceleratorConfig.load(Path.of("configs/" + a[0] + ".json"));
    long t0 = System.nanoTime();
    ModelLibrary lib = AcceleratorModels.fast(config);
    System.out.printf("build %.1f s%n", (System.nanoTime() - t0) / 1e9);
    int tokens = Integer.parseInt(a[1]);
    Random random = new Random(1);
    RandomLayers layers = new RandomLayers(config, random);
    for (int[] s : new int[][] {{768, 3072, 0}, {3072, 768, 1}}) {
      ProgramRunner runner = AcceleratorModels.open(config, lib);
      GemmLayer layer;
      if (s[2] == 0) {
        List<UniformParameters> g = new ArrayList<>();
        for (int i = 0; i < 4; i++)
          g.add(new UniformParameters(config.activationBits(), 0.1 * (i + 1), 3));
        int[] of = new int[s[0]];
        for (int c = 0; c < s[0]; c++) of[c] = c / (s[0] / 4);
        layer =
            layers.layer(
                "x", tokens, s[0], s[1], new CagOperand(g, of), RandomLayers.Output.GELU_HLUQ);
      } else layer = layers.layer("x", tokens, s[0], s[1], true, RandomLayers.Output.RAW);
      Program p = new ProgramBuilder(config).layer(layer).build();
      runner.load(p);
      runner.writeInput(p.inputOf(0), layers.codes(tokens, s[0]));
      long t = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      RunCounters c = runner.run(p, 1L << 40);
      double sec =
          (java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - t)
              / 1e9;
      System.out.printf(
          "%s%n%.2f s %.1f kHz %.1f MMAC/s utilisation %.4f%n",
          c,
          sec,
          c.cycles() / sec / 1e3,
          layer.macs() / sec / 1e6,
          (double) layer.macs() / c.cycles() / config.reductionLanes() / config.outputLanes());
      runner.simulation().close();
    }
  }
}
