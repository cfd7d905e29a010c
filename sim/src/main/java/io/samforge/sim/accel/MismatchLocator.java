package io.samforge.sim.accel;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.arch.register.Register;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.Recording;
import io.samforge.sim.SimulationException;
import io.samforge.sim.verilator.ModelLibrary;
import io.samforge.sim.wave.WaveformPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds where a wrong element of a layer's output comes from: it runs the program again, finds the
 * first element that differs from the golden model, the cycle in which its beat left the
 * accelerator, and leaves a waveform of the cycles around it.
 *
 * <p>The run that failed needs neither journal nor write log: a simulation is a function of its
 * inputs, so the second run, which has both, repeats it cycle by cycle. It ends with the layer in
 * question. The traced model is built on first use, with the effort of the library: for a short
 * program in a wide configuration {@link AcceleratorModels#quick} saves minutes.
 *
 * @param config the accelerator's configuration
 * @param library a model of the Verilog that gave the wrong output
 * @param memory the memory timing it ran with
 * @param folder where the waveform and the picture go
 */
public record MismatchLocator(
    AcceleratorConfig config, ModelLibrary library, MemoryModel memory, Path folder) {
  /** Cycles of the waveform before the beat. */
  public static final int CYCLES_BEFORE = 300;

  /** Cycles of the waveform behind the beat. */
  public static final int CYCLES_AFTER = 40;

  private static final int PICTURE_BEFORE = 40;
  private static final int PICTURE_AFTER = 16;
  private static final int POLL_CYCLES = 2048;

  /** Locates with the ideal memory; files go to {@code build/waves}. */
  public MismatchLocator(AcceleratorConfig config, ModelLibrary library) {
    this(config, library, MemoryModel.ideal(), Path.of("build", "waves"));
  }

  /**
   * Runs a program again up to the end of a layer and locates the first wrong element of its
   * output.
   *
   * @param inputs codes [token][channel] of every tensor of {@link Program#inputs}, in that order
   * @param golden what the golden model computed for the layer
   * @return nothing when the second run agrees with the golden model: then the first run depended
   *     on something that came before the program
   */
  public Optional<MismatchReport> locate(
      Program program, List<byte[][]> inputs, int layerIndex, GoldenOutput golden) {
    AcceleratorOptions options =
        AcceleratorOptions.of(config.dramBytes()).withMemory(memory).withWriteLog();
    try (AcceleratorSimulation simulation = AcceleratorSimulation.open(library, options)) {
      start(simulation, program, inputs);
      runLayer(simulation, layerIndex);
      ProgramTensor tensor = program.outputOf(layerIndex);
      int bytes = Math.toIntExact(tensor.layout(config).bytes());
      byte[] found = simulation.readMemory(tensor.address(), bytes);
      return Mismatch.find(program, layerIndex, golden, found)
          .map(mismatch -> report(simulation, program, inputs, mismatch));
    }
  }

  private void start(AcceleratorSimulation simulation, Program program, List<byte[][]> inputs) {
    List<ProgramTensor> tensors = program.inputs();
    if (inputs.size() != tensors.size()) {
      throw new IllegalArgumentException(
          inputs.size() + " inputs for a program with " + tensors.size());
    }
    ProgramRunner runner = new ProgramRunner(config, simulation);
    runner.load(program);
    for (int i = 0; i < inputs.size(); i++) {
      runner.writeInput(tensors.get(i), inputs.get(i));
    }
    runner.start(program);
  }

  // Status reads share nothing with the data path, so they do not change what it does.
  private static void runLayer(AcceleratorSimulation simulation, int layerIndex) {
    while (true) {
      int status = simulation.readRegister(Register.STATUS.offset());
      if (Register.STATUS.field("LAYERS_FINISHED").extract(status) > layerIndex) {
        return;
      }
      if (Register.STATUS.field("BUSY").extract(status) == 0) {
        throw new SimulationException(
            String.format(
                "the program ended in cycle %d before layer %d, STATUS is 0x%08x",
                simulation.cycle(), layerIndex, status));
      }
      simulation.advance(POLL_CYCLES);
    }
  }

  private MismatchReport report(
      AcceleratorSimulation simulation, Program program, List<byte[][]> inputs, Mismatch mismatch) {
    long start = program.outputOf(mismatch.layerIndex()).address();
    long bit = mismatch.bitPosition(program);
    // An element of 5 or 6 bits may end in the next beat; it is complete only with that one.
    long last = start + (bit + mismatch.bits() - 1) / 8;
    long address = last - last % config.beatBytes();
    long cycle =
        simulation
            .writeCycle(address)
            .orElseThrow(
                () ->
                    new SimulationException(
                        String.format(
                            "%s%nits beat at address 0x%08x never left the accelerator",
                            mismatch.text(), address)));
    long from = Math.max(0, cycle - CYCLES_BEFORE);
    long to = cycle + CYCLES_AFTER;
    String name =
        String.format(
            "%s-%d-%s-token%d-slot%d",
            config.name(),
            mismatch.layerIndex(),
            mismatch.layer().replaceAll("[^A-Za-z0-9._-]+", "_"),
            mismatch.token(),
            mismatch.slot());
    Path waveform = simulation.replay(from, to, folder.resolve(name + ".fst")).toAbsolutePath();
    Path picture = folder.resolve(name + ".svg").toAbsolutePath();
    draw(program, inputs, mismatch, cycle, picture);
    return new MismatchReport(mismatch, address, cycle, from, to, waveform, picture);
  }

  private void draw(
      Program program, List<byte[][]> inputs, Mismatch mismatch, long cycle, Path picture) {
    AcceleratorOptions options =
        AcceleratorOptions.of(config.dramBytes()).withMemory(memory).withoutJournal();
    Path file = picture.resolveSibling(picture.getFileName() + ".rec");
    try (AcceleratorSimulation simulation = AcceleratorSimulation.open(library, options)) {
      start(simulation, program, inputs);
      long from = Math.max(simulation.cycle(), cycle - PICTURE_BEFORE);
      simulation.advance(from - simulation.cycle());
      simulation.startRecording(file);
      simulation.advance(cycle + PICTURE_AFTER + 1 - from);
      simulation.stopRecording();
      String title =
          String.format(
              "%s: token %d, channel %d", mismatch.layer(), mismatch.token(), mismatch.channel());
      new WaveformPicture(Recording.read(file), from, title)
          .withMark(cycle, "cycle " + cycle)
          .save(picture, WaveformPicture.WRITE_CHANNEL);
      Files.delete(file);
    } catch (IOException failure) {
      throw new UserError("picture " + picture + ": " + failure.getMessage());
    }
  }
}
