package io.samforge.sim.verilator;

import java.nio.file.Path;

/**
 * A built model: a shared library that the bridge can load any number of times.
 *
 * @param source the Verilog it was built from
 * @param options the options it was built with
 * @param folder its folder in the cache
 * @param builder what built it, and builds its traced variant
 */
public record ModelLibrary(
    ModelSource source, BuildOptions options, Path folder, VerilatorBuild builder) {

  /** Returns the path of the shared library. */
  public Path file() {
    return folder.resolve(VerilatorBuild.LIBRARY);
  }

  /** Returns the path of the log of the tools that built it. */
  public Path log() {
    return folder.resolve(CompileJobs.LOG);
  }

  /** Returns the variant that can dump waveforms, built on first use. */
  public ModelLibrary traced() {
    return options.trace() ? this : builder.build(source, options.withTrace(true));
  }
}
