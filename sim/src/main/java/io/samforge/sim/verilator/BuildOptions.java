package io.samforge.sim.verilator;

import java.util.ArrayList;
import java.util.List;

/**
 * How a model library is built.
 *
 * @param optimization effort of the C++ compiler
 * @param trace whether waveforms can be dumped; costs speed even while none is
 * @param configLines lines of a Verilator configuration file, for example {@code no_inline -module
 *     "MacRow"}, which keeps a module out of line so that it is compiled once
 * @param verilatorFlags further flags of the {@code verilator} command
 */
public record BuildOptions(
    Optimization optimization,
    boolean trace,
    List<String> configLines,
    List<String> verilatorFlags) {

  /** Effort of the C++ compiler. */
  public enum Optimization {
    /** {@code -O2}: for models that run many cycles. */
    FAST("-O2"),
    /** {@code -O0}: compiles in a fraction of the time, runs about five times slower. */
    QUICK("-O0");

    private final String flag;

    Optimization(String flag) {
      this.flag = flag;
    }

    String flag() {
      return flag;
    }
  }

  /** Copies the lists. */
  public BuildOptions {
    configLines = List.copyOf(configLines);
    verilatorFlags = List.copyOf(verilatorFlags);
  }

  /** Returns the options for models that run many cycles, without waveforms. */
  public static BuildOptions fast() {
    return new BuildOptions(Optimization.FAST, false, List.of(), List.of());
  }

  /** Returns the options for one-shot unit tests, without waveforms. */
  public static BuildOptions quick() {
    return new BuildOptions(Optimization.QUICK, false, List.of(), List.of());
  }

  /** Returns these options with waveforms on or off. */
  public BuildOptions withTrace(boolean wanted) {
    return new BuildOptions(optimization, wanted, configLines, verilatorFlags);
  }

  /** Returns these options with more lines in the Verilator configuration file. */
  public BuildOptions withConfigLines(List<String> more) {
    List<String> all = new ArrayList<>(configLines);
    all.addAll(more);
    return new BuildOptions(optimization, trace, all, verilatorFlags);
  }

  /** Returns these options with the given module kept out of line. */
  public BuildOptions withoutInlining(String module) {
    return withConfigLines(List.of("no_inline -module \"" + module + "\""));
  }

  /** Returns these options with more flags of the {@code verilator} command. */
  public BuildOptions withVerilatorFlags(List<String> more) {
    List<String> all = new ArrayList<>(verilatorFlags);
    all.addAll(more);
    return new BuildOptions(optimization, trace, configLines, all);
  }
}
