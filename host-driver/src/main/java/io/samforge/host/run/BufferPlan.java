package io.samforge.host.run;

import io.samforge.arch.UserError;
import io.samforge.arch.pack.LinearUnit;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.ProductArea;
import io.samforge.arch.pack.ProductUnit;
import io.samforge.arch.pack.ProgramUnit;
import io.samforge.arch.program.LayerCompiler;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Room in device memory for several images at a time. All of them read the same weights and tables;
 * each buffer has activations, right sides of products, and descriptors of its own.
 *
 * <p>The compiler places all activations behind everything that is resident. A further buffer is a
 * copy of that room behind the last one, headed by its descriptors, whose addresses move with it.
 */
public final class BufferPlan {
  private static final long PAGE = 4096;
  private static final long KIB = 1024;

  private final ModelPackage model;
  private final long start;
  private final long end;
  private final long descriptorBytes;
  private final long memoryBytes;

  /** Looks at the memory that a package has on a board with all that its configuration names. */
  public BufferPlan(ModelPackage model) {
    this(model, model.config().dramBytes());
  }

  /**
   * Looks at the memory of a package.
   *
   * @param memoryBytes what the board has
   * @throws UserError when the package needs more
   */
  public BufferPlan(ModelPackage model, long memoryBytes) {
    this.model = model;
    this.memoryBytes = memoryBytes;
    this.start = regions().mapToLong(Region::start).min().orElse(PAGE);
    this.end = regions().mapToLong(Region::end).max().orElse(PAGE);
    this.descriptorBytes =
        units().flatMap(BufferPlan::descriptors).mapToLong(s -> round(s.data().length)).sum();
    if (end > memoryBytes) {
      throw new UserError(
          "the package needs %d KiB of memory; the board has %d KiB"
              .formatted((end + KIB - 1) / KIB, memoryBytes / KIB));
    }
  }

  private record Region(long start, long end) {}

  private Stream<ProgramUnit> units() {
    return model.functions().values().stream().flatMap(function -> function.units().stream());
  }

  private Stream<Region> regions() {
    return units().flatMap(this::regions);
  }

  private Stream<Region> regions(ProgramUnit unit) {
    if (unit instanceof LinearUnit linear) {
      return linear.program().tensors().stream()
          .map(t -> new Region(t.address(), t.address() + t.layout(model.config()).bytes()));
    }
    ProductUnit product = (ProductUnit) unit;
    return Stream.of(product.left(), product.right(), product.output())
        .map(area -> new Region(area.address(), area.place(product.perRun())));
  }

  /** Returns the segments that the host writes once: descriptors first. */
  static Stream<MemorySegment> resident(ProgramUnit unit) {
    return unit instanceof LinearUnit linear
        ? linear.program().segments().stream()
        : Stream.concat(
            Stream.of(((ProductUnit) unit).descriptors()), ((ProductUnit) unit).tables().stream());
  }

  private static Stream<MemorySegment> descriptors(ProgramUnit unit) {
    return unit instanceof LinearUnit linear
        ? linear.program().segments().stream().filter(s -> s.name().equals(Program.DESCRIPTORS))
        : Stream.of(((ProductUnit) unit).descriptors());
  }

  /** Returns how many buffers the memory has room for, the compiler's own included. */
  public long room() {
    boolean separate =
        units().flatMap(BufferPlan::resident).mapToLong(MemorySegment::end).max().orElse(0)
            <= start;
    return separate ? 1 + (memoryBytes - page(end)) / size() : 1;
  }

  private long size() {
    return page(descriptorBytes) + page(end - start);
  }

  /**
   * Returns the package for each buffer, as many as are wanted and fit the memory.
   *
   * @param most how many are wanted, at least 1
   */
  public List<ModelPackage> buffers(int most) {
    return Stream.concat(
            Stream.of(model),
            LongStream.range(1, Math.min(most, room()))
                .mapToObj(i -> moved(page(end) + (i - 1) * size())))
        .toList();
  }

  private ModelPackage moved(long base) {
    long shift = base + page(descriptorBytes) - start;
    Mover mover = new Mover(base, shift);
    Map<String, PackedFunction> functions = new LinkedHashMap<>();
    model
        .functions()
        .forEach(
            (name, function) ->
                functions.put(
                    name,
                    new PackedFunction(
                        function.graph(),
                        function.hostParts(),
                        function.units().stream().map(mover::unit).toList())));
    return new ModelPackage(model.config(), model.model(), functions, model.calibration());
  }

  /** Moves units, in order: each takes the next place for its descriptors. */
  private final class Mover {
    private final long shift;
    private long next;

    Mover(long base, long shift) {
      this.next = base;
      this.shift = shift;
    }

    ProgramUnit unit(ProgramUnit unit) {
      return unit instanceof LinearUnit linear ? linear(linear) : product((ProductUnit) unit);
    }

    private LinearUnit linear(LinearUnit unit) {
      Program program = unit.program();
      List<MemorySegment> segments = new ArrayList<>();
      long address = next;
      for (MemorySegment segment : program.segments()) {
        segments.add(segment.name().equals(Program.DESCRIPTORS) ? descriptors(segment) : segment);
      }
      List<ProgramTensor> tensors =
          program.tensors().stream()
              .map(
                  t ->
                      new ProgramTensor(
                          t.name(), t.address() + shift, t.tokens(), t.bits(), t.slots()))
              .toList();
      return new LinearUnit(
          new Program(program.config(), address, program.layers(), tensors, segments),
          unit.layers());
    }

    private ProductUnit product(ProductUnit unit) {
      return new ProductUnit(
          unit.step(),
          unit.quantization(),
          unit.perRun(),
          area(unit.left()),
          area(unit.right()),
          area(unit.output()),
          descriptors(unit.descriptors()),
          unit.tables());
    }

    private ProductArea area(ProductArea area) {
      return new ProductArea(area.address() + shift, area.stride());
    }

    private MemorySegment descriptors(MemorySegment segment) {
      byte[] bytes = segment.data().clone();
      for (int at = 0; at < bytes.length; at += LayerDescriptor.BYTES) {
        byte[] one = Arrays.copyOfRange(bytes, at, at + LayerDescriptor.BYTES);
        LayerDescriptor layer = LayerDescriptor.decode(one, model.config().hashWord(0));
        System.arraycopy(
            layer.movedBehind(start, shift).encodeBytes(), 0, bytes, at, LayerDescriptor.BYTES);
      }
      MemorySegment moved = new MemorySegment(segment.name(), next, bytes);
      next += round(bytes.length);
      return moved;
    }
  }

  private static long round(long bytes) {
    return (bytes + LayerCompiler.ALIGNMENT - 1)
        / LayerCompiler.ALIGNMENT
        * LayerCompiler.ALIGNMENT;
  }

  private static long page(long bytes) {
    return (bytes + PAGE - 1) / PAGE * PAGE;
  }
}
