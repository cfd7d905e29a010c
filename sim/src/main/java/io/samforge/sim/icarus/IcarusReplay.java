package io.samforge.sim.icarus;

import io.samforge.arch.UserError;
import io.samforge.sim.Recording;
import io.samforge.sim.SimulationException;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.VerilogSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Repeats a recorded Verilator run in Icarus Verilog and compares every output bit in every cycle.
 *
 * <p>Icarus knows unknown bits: state that reset does not touch is unknown until it is written,
 * where Verilator has zero. Such bits are counted, and from a cycle on they are mismatches. The
 * recording must start at cycle 0, or with a reset.
 *
 * @param icarus the simulator
 * @param knownFrom first cycle in which an unknown output bit is a mismatch
 * @param payloads outputs that may be unknown in later cycles too, each with the output of one bit
 *     that is 0 then, for example {@code wdata} with {@code wvalid}
 */
public record IcarusReplay(Icarus icarus, int knownFrom, Map<String, String> payloads) {
  /** Checks the cycle and copies the map. */
  public IcarusReplay {
    payloads = Map.copyOf(payloads);
    if (knownFrom < 0) {
      throw new UserError("replay: outputs known from cycle " + knownFrom + "; allowed is >= 0");
    }
  }

  /** Creates a comparison in which every output must be known from a cycle on. */
  public IcarusReplay(Icarus icarus, int knownFrom) {
    this(icarus, knownFrom, Map.of());
  }

  /** Returns a comparison that only counts unknown bits. */
  public static IcarusReplay countingUnknown(Icarus icarus) {
    return new IcarusReplay(icarus, Integer.MAX_VALUE);
  }

  /**
   * What was compared.
   *
   * @param cycles cycles
   * @param bits output bits that were equal
   * @param unknownBits output bits that were unknown in Icarus
   */
  public record Result(int cycles, long bits, long unknownBits) {}

  /**
   * Runs the comparison.
   *
   * @param source the design that was recorded
   * @param recording its ports, cycle by cycle
   * @param folder where testbench, vectors and logs are left
   * @throws SimulationException at the first bit that differs, with cycle, port and bit
   * @throws UserError when Icarus is missing or refuses the design
   */
  public Result compare(ModelSource source, Recording recording, Path folder) {
    if (recording.cycles() == 0 || recording.outputs().isEmpty()) {
      throw new UserError("replay of " + source.top() + ": nothing was recorded");
    }
    ReplayTestbench testbench = new ReplayTestbench(source.top(), recording, knownFrom, payloads);
    List<VerilogSource> sources = new ArrayList<>(source.sources());
    sources.add(new VerilogSource(ReplayTestbench.MODULE + ".v", testbench.verilog()));
    try {
      Files.createDirectories(folder);
      testbench.writeVectors(folder);
    } catch (IOException failure) {
      throw new UserError("replay of " + source.top() + ": " + failure.getMessage());
    }
    return judge(source.top(), testbench, icarus.run(folder, sources, ReplayTestbench.MODULE));
  }

  private static Result judge(String top, ReplayTestbench testbench, List<String> output) {
    for (String line : output) {
      if (line.startsWith(ReplayTestbench.MISMATCH)) {
        String[] words = line.substring(ReplayTestbench.MISMATCH.length()).split(" ");
        throw new SimulationException(
            String.format(
                "%s: cycle %s, %s: Icarus has %s, Verilator has %s",
                top,
                words[0],
                testbench.outputBit(Integer.parseInt(words[1])),
                words[2],
                words[3]));
      }
      if (line.startsWith(ReplayTestbench.FINISHED)) {
        int cycles = testbench.recording().cycles();
        long unknown = Long.parseLong(line.substring(ReplayTestbench.FINISHED.length()).strip());
        return new Result(cycles, (long) cycles * testbench.outputWidth() - unknown, unknown);
      }
    }
    String last = output.isEmpty() ? "no output" : output.get(output.size() - 1);
    throw new SimulationException(top + ": the Icarus testbench did not finish: " + last);
  }
}
