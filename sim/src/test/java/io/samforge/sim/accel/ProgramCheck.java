package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.program.ActivationLayout;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.LayerTable;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.host.RunCounters;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.AxiStatistics;
import java.util.List;

/**
 * Runs a program and compares every bit of every output tensor, padding included, with the golden
 * model, and every counter with what the program must cost.
 */
final class ProgramCheck {
  private static final long BUDGET = 30_000_000;

  private final AcceleratorConfig config;
  private final ProgramRunner runner;
  private final long budget;

  ProgramCheck(AcceleratorConfig config, ProgramRunner runner) {
    this(config, runner, BUDGET);
  }

  /** Checks programs that must end within some cycles. */
  ProgramCheck(AcceleratorConfig config, ProgramRunner runner, long budget) {
    this.config = config;
    this.runner = runner;
    this.budget = budget;
  }

  /** Loads and runs a program; the failure text starts with {@code name}. */
  RunCounters run(String name, TestProgram test) {
    runner.load(test.program());
    for (int i = 0; i < test.inputs().size(); i++) {
      runner.writeInput(test.program().inputs().get(i), test.inputs().get(i));
    }
    return again(name, test);
  }

  /** Runs a loaded program whose inputs are still there. */
  RunCounters again(String name, TestProgram test) {
    AcceleratorSimulation simulation = runner.simulation();
    for (int i = 0; i < test.layers().size(); i++) {
      ProgramTensor tensor = test.program().outputOf(i);
      // Beats that are never written, and padding that is not zero, must not look right.
      simulation.fill(tensor.address(), tensor.layout(config).bytes(), (byte) 0xff);
    }
    AxiStatistics before = simulation.statistics();
    RunCounters counters = runner.run(test.program(), budget);
    AxiStatistics after = simulation.statistics();
    for (int i = 0; i < test.layers().size(); i++) {
      compare(name, test, i);
    }
    compareCounters(name + " " + test, test, counters);
    compareCodeEnds(name + " " + test, test);
    assertThat(counters.readBeats())
        .as("%s %s: beats read", name, test)
        .isEqualTo(after.readBeats() - before.readBeats());
    assertThat(counters.writeBeats())
        .as("%s %s: beats written", name, test)
        .isEqualTo(after.writeBeats() - before.writeBeats());
    return counters;
  }

  private void compare(String name, TestProgram test, int layer) {
    ProgramTensor tensor = test.program().outputOf(layer);
    ActivationLayout layout = tensor.layout(config);
    byte[] found =
        runner.simulation().readMemory(tensor.address(), Math.toIntExact(layout.bytes()));
    GoldenOutput golden = test.golden().get(layer);
    Mismatch.find(test.program(), layer, golden, found)
        .ifPresent(
            mismatch -> {
              throw new AssertionError(name + " " + test + ": " + mismatch.text());
            });
    assertThat(found)
        .as("%s %s: memory of layer %d with its padding", name, test, layer)
        .isEqualTo(packed(tensor, golden));
  }

  private byte[] packed(ProgramTensor tensor, GoldenOutput golden) {
    if (!tensor.raw()) {
      return tensor.packCodes(config, golden.codes());
    }
    return tensor.layout(config).packRaw(golden.values());
  }

  private void compareCodeEnds(String name, TestProgram test) {
    List<CodeEnds> expected =
        test.golden().stream()
            .map(GoldenOutput::codes)
            .map(codes -> codes == null ? new byte[0][] : codes)
            .map(codes -> CodeEnds.of(codes, config.codes()))
            .toList();
    assertThat(runner.codeEnds(test.program()))
        .as("%s: codes at the ends of their range", name)
        .isEqualTo(expected);
  }

  private void compareCounters(String name, TestProgram test, RunCounters counters) {
    Program program = test.program();
    long busy = 0;
    long read = 0;
    long written = 0;
    for (int i = 0; i < test.layers().size(); i++) {
      LayerDescriptor d = program.descriptor(i);
      long work = (long) d.tokens() * d.chunks() * d.outTiles();
      assertThat(counters.layers().get(i).busy())
          .as("%s: busy of layer %d", name, i)
          .isEqualTo(work);
      busy += work;
      read += dataBeats(d) + commandBeats(test, i);
      written += program.outputOf(i).layout(config).bytes() / config.beatBytes();
    }
    assertThat(counters.busy()).as("%s: busy", name).isEqualTo(busy);
    assertThat(counters.readBeats()).as("%s: beats to read", name).isEqualTo(read);
    assertThat(counters.writeBeats()).as("%s: beats to write", name).isEqualTo(written);
    compareLog(name, test, counters, read);
  }

  private void compareLog(String name, TestProgram test, RunCounters counters, long read) {
    long stalls = counters.layers().stream().mapToLong(RunCounters.Layer::stall).sum();
    long cycles = counters.layers().stream().mapToLong(RunCounters.Layer::cycles).sum();
    long reads = counters.layers().stream().mapToLong(RunCounters.Layer::readBeats).sum();
    assertThat(stalls)
        .as("%s: stalls of the layers", name)
        .isEqualTo(counters.stallWeight() + counters.stallActivation() + counters.stallDrain());
    // Descriptor and table of the first layer come before it, those of later ones mostly meanwhile.
    long outside = counters.readBeats() - reads;
    long commands = read;
    for (int i = 0; i < test.layers().size(); i++) {
      commands -= dataBeats(test.program().descriptor(i));
    }
    assertThat(outside)
        .as("%s: beats outside layers", name)
        .isBetween(commandBeats(test, 0), commands);
    assertThat(cycles).as("%s: cycles of the layers", name).isLessThan(counters.cycles());
    assertThat(counters.cycles()).as("%s: cycles", name).isGreaterThan(counters.busy() + stalls);
  }

  private long dataBeats(LayerDescriptor d) {
    long parameters = config.outputLanes() * 128L / config.axiDataWidth();
    long weights = d.outTiles() * (parameters + d.weightBeats());
    long full = weights + (long) d.inBlocks() * d.inTileBeats();
    long last = weights + (long) d.inBlocks() * d.inLastTileBeats();
    return (d.tiles() - 1) * full + last;
  }

  private long commandBeats(TestProgram test, int layer) {
    int words = LayerTable.words(config, test.layers().get(layer)).length;
    return beats(LayerDescriptor.WORDS) + beats(words);
  }

  private long beats(int words) {
    return (words * 32L + config.axiDataWidth() - 1) / config.axiDataWidth();
  }
}
