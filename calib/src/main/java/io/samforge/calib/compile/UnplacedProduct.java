package io.samforge.calib.compile;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.StepLayers;
import io.samforge.arch.pack.ProductArea;
import io.samforge.arch.pack.ProductUnit;
import io.samforge.arch.program.CompiledLayer;
import io.samforge.arch.program.LayerCompiler;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.MemoryRegion;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.Program;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The products of a step.
 *
 * @param config the configuration they are compiled for
 * @param step the step
 * @param quantization its quantisers
 * @param heads the layer of every head; a single one counts for all heads
 */
record UnplacedProduct(
    AcceleratorConfig config,
    ProductStep step,
    ProductQuantization quantization,
    List<CompiledLayer> heads)
    implements UnplacedUnit {
  /** Most products in one run: so many that starting a run costs nothing. */
  static final int MOST_PER_RUN = 4096;

  /** Compiles the layer of every head, with any weights. */
  static UnplacedProduct of(AcceleratorConfig config, StepLayers layers, ProductStep step) {
    ProductQuantization quantization = layers.quantization(step);
    boolean alike = quantization.left().size() == 1;
    float[] any = new float[Math.multiplyExact(step.inner(), step.columns())];
    LayerCompiler compiler = new LayerCompiler(config);
    List<CompiledLayer> heads = new ArrayList<>();
    for (int head = 0; head < (alike ? 1 : step.heads()); head++) {
      heads.add(compiler.compile(layers.product(step, head, any)));
    }
    return new UnplacedProduct(config, step, quantization, heads);
  }

  @Override
  public String name() {
    return step.name();
  }

  @Override
  public long residentBytes() {
    // Never fewer descriptors than are placed; that number is known only with the scratch memory.
    int most = Math.min(step.batch(), Math.max(MOST_PER_RUN, step.heads()));
    long bytes = MemoryRegion.rounded((long) most * LayerDescriptor.BYTES);
    for (CompiledLayer head : heads) {
      bytes += MemoryRegion.rounded(head.table().length);
    }
    return bytes;
  }

  @Override
  public ProductUnit place(MemoryRegion resident, MemoryRegion scratch) {
    long leftBytes = largest(head -> head.in().bytes());
    long rightBytes = largest(head -> head.weights().length);
    long outputBytes = largest(head -> head.out().bytes());
    int perRun = perRun(scratch.left() / (leftBytes + rightBytes + outputBytes));
    ProductArea left = new ProductArea(scratch.reserve(perRun * leftBytes), leftBytes);
    ProductArea right = new ProductArea(scratch.reserve(perRun * rightBytes), rightBytes);
    ProductArea output = new ProductArea(scratch.reserve(perRun * outputBytes), outputBytes);
    List<MemorySegment> tables = new ArrayList<>();
    for (int head = 0; head < heads.size(); head++) {
      byte[] table = heads.get(head).table();
      tables.add(
          new MemorySegment(
              String.format("%03d.table", head), resident.reserve(table.length), table));
    }
    int count = Math.min(step.batch(), Math.max(perRun, heads.size()));
    ByteBuffer bytes = ByteBuffer.allocate(count * LayerDescriptor.BYTES);
    for (int i = 0; i < count; i++) {
      int place = i % perRun;
      int head = i % heads.size();
      bytes.put(
          heads
              .get(head)
              .descriptor(
                  left.place(place),
                  right.place(place),
                  output.place(place),
                  tables.get(head).address())
              .encodeBytes());
    }
    MemorySegment descriptors =
        new MemorySegment(Program.DESCRIPTORS, resident.reserve(bytes.capacity()), bytes.array());
    return new ProductUnit(
        step.name(), quantization, perRun, left, right, output, descriptors, tables);
  }

  /**
   * Returns the products of one run: all, or a multiple of the heads, or a divisor of them, so that
   * every descriptor serves one head.
   */
  private int perRun(long fitting) {
    int most = (int) Math.min(Math.min(fitting, MOST_PER_RUN), step.batch());
    if (most < 1) {
      throw new UserError(
          ("one product of %d x %d x %d does not fit the memory behind the weights; enlarge"
                  + " dramMiB = %d of the configuration")
              .formatted(step.tokens(), step.inner(), step.columns(), config.dramMiB()));
    }
    int unit = heads.size();
    if (most == step.batch() || unit == 1) {
      return most;
    }
    if (most >= unit) {
      return most - most % unit;
    }
    while (unit % most != 0) {
      most--;
    }
    return most;
  }

  private long largest(ToLongFunction<CompiledLayer> bytes) {
    return MemoryRegion.rounded(heads.stream().mapToLong(bytes).max().orElseThrow());
  }
}
