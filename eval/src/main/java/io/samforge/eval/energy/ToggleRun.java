package io.samforge.eval.energy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.Program;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.accel.ProgramRunner;
import io.samforge.sim.verilator.Toolchain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A program on simulated Verilog of which some cycles are dumped and their toggles counted.
 *
 * @param config the accelerator
 * @param layer what the program computes in the window
 * @param program the program
 * @param input the bytes of its input tensor
 * @param firstCycle first cycle of the window, counted from the start of the program
 * @param cycles cycles of the window
 */
record ToggleRun(
    AcceleratorConfig config,
    String layer,
    Program program,
    byte[] input,
    long firstCycle,
    long cycles) {
  private static final String READER = "fst2vcd";
  private static final long SLICE = 1 << 14;

  /**
   * Runs to the end of the window and counts.
   *
   * @throws UserError if the program ends before, or the dump cannot be read
   */
  ActivityRun count(Toolchain tools) {
    AcceleratorOptions options = AcceleratorOptions.of(config.dramBytes());
    Path dump = temporary();
    try (AcceleratorSimulation simulation =
        AcceleratorSimulation.open(AcceleratorModels.quick(config), options)) {
      ProgramRunner runner = new ProgramRunner(config, simulation);
      runner.load(program);
      simulation.writeMemory(program.inputOf(0).address(), input);
      runner.start(program);
      long first = simulation.cycle() + firstCycle;
      while (simulation.cycle() < first + cycles) {
        if (simulation.runAtMost(Math.min(SLICE, first + cycles - simulation.cycle()))) {
          throw new UserError(
              "%s: ends in cycle %d, before the window".formatted(layer, simulation.cycle()));
        }
      }
      simulation.replay(first, first + cycles - 1, dump);
      return new ActivityRun(
          config.name(),
          config.hash(),
          config.arithmetic().name(),
          config.activationBits(),
          layer,
          firstCycle,
          cycles,
          modules(tools, dump));
    } finally {
      delete(dump);
    }
  }

  private Map<String, ModuleToggles> modules(Toolchain tools, Path dump) {
    ProcessBuilder reader =
        new ProcessBuilder(tools.find(READER).toString(), "-f", dump.toString());
    reader.redirectError(ProcessBuilder.Redirect.DISCARD);
    InstanceModules instances =
        InstanceModules.of(RtlGenerator.TOP, RtlGenerator.accelerator(config));
    try {
      Process process = reader.start();
      process.getOutputStream().close();
      try (BufferedReader text = process.inputReader(StandardCharsets.ISO_8859_1)) {
        Map<String, ModuleToggles> scopes = ToggleCounter.count(text);
        if (process.waitFor() != 0 || scopes.isEmpty()) {
          throw new UserError(READER + " cannot read the dump of " + layer);
        }
        return instances.sum(scopes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("interrupted while " + READER + " was running", e);
    } catch (IOException e) {
      throw new UserError(READER + ": " + e.getMessage(), e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("samforge-activity", ".fst");
    } catch (IOException e) {
      throw new UserError("no temporary file can be made: " + e.getMessage(), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UserError(file + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
