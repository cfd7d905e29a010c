package io.samforge.calib.compile;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.pack.LinearUnit;
import io.samforge.arch.pack.PackedLayer;
import io.samforge.arch.program.CompiledProgram;
import io.samforge.arch.program.MemoryRegion;
import io.samforge.arch.program.ProgramBuilder;
import java.util.List;

/**
 * Linear steps whose codes pass from one to the next.
 *
 * @param program the layers without addresses
 * @param layers what the program does not say about them
 */
record UnplacedChain(CompiledProgram program, List<PackedLayer> layers) implements UnplacedUnit {
  /** Compiles a chain. */
  static UnplacedChain of(AcceleratorConfig config, List<GemmLayer> chain) {
    ProgramBuilder builder = new ProgramBuilder(config).layer(chain.get(0));
    chain.stream().skip(1).forEach(builder::chained);
    return new UnplacedChain(builder.compile(), chain.stream().map(PackedLayer::of).toList());
  }

  @Override
  public String name() {
    return program.steps().get(0).name();
  }

  @Override
  public long residentBytes() {
    return program.residentBytes();
  }

  @Override
  public LinearUnit place(MemoryRegion resident, MemoryRegion scratch) {
    return new LinearUnit(program.place(resident, scratch), layers);
  }
}
