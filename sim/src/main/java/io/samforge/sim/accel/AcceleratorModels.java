package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelLibrary;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.VerilatorBuild;
import java.util.List;

/** Generates, builds and opens simulated accelerators; everything is cached by content. */
public final class AcceleratorModels {
  private static final List<String> LANES = List.of("OutputLane", "PackedLanePair", "Fp32Lane");

  private AcceleratorModels() {}

  /** Returns the simulation model of a configuration, compiled to run many cycles. */
  public static ModelLibrary fast(AcceleratorConfig config) {
    return build(config, BuildOptions.fast());
  }

  /** Returns the simulation model of a configuration, compiled quickly for short tests. */
  public static ModelLibrary quick(AcceleratorConfig config) {
    return build(config, BuildOptions.quick());
  }

  /** Returns a model of Verilog text that may differ from what the generator emits. */
  public static ModelLibrary of(String verilog, BuildOptions options) {
    return build(VerilatorBuild.standard(), verilog, options);
  }

  /** Returns a model of Verilog text, compiled to run many cycles, from a builder's own cache. */
  public static ModelLibrary build(VerilatorBuild builder, String verilog) {
    return build(builder, verilog, BuildOptions.fast());
  }

  private static ModelLibrary build(VerilatorBuild builder, String verilog, BuildOptions options) {
    // A lane kept out of line is compiled once however many there are, and runs fastest. Its only
    // input that differs between lanes must stay a variable of the lane, or Verilator would write
    // the code of every lane apart.
    BuildOptions tuned = options;
    for (String lane : LANES) {
      if (verilog.contains("module " + lane + " ")) {
        tuned =
            tuned
                .withoutInlining(lane)
                .withConfigLines(List.of("public_flat_rd -module \"" + lane + "\" -var \"load\""));
      }
    }
    return builder.build(ModelSource.text(RtlGenerator.TOP, verilog), tuned);
  }

  /** Opens a runner on a fresh simulation with ideal memory of the configuration's size. */
  public static ProgramRunner open(AcceleratorConfig config, ModelLibrary library) {
    AcceleratorOptions options = AcceleratorOptions.of(config.dramBytes()).withoutJournal();
    return new ProgramRunner(config, AcceleratorSimulation.open(library, options));
  }

  private static ModelLibrary build(AcceleratorConfig config, BuildOptions options) {
    return of(RtlCache.standard().accelerator(config), options);
  }
}
