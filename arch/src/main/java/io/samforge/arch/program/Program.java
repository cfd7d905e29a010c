package io.samforge.arch.program;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A sequence of layers in device memory, for one configuration.
 *
 * @param config the configuration that the program was compiled for
 * @param descriptorAddress byte address of descriptor 0; one descriptor per layer follows
 * @param layers the layers in order of execution
 * @param tensors the activation tensors
 * @param segments the memory to write before the start
 */
public record Program(
    AcceleratorConfig config,
    long descriptorAddress,
    List<ProgramLayer> layers,
    List<ProgramTensor> tensors,
    List<MemorySegment> segments) {
  /** The name of the segment that holds the descriptors. */
  public static final String DESCRIPTORS = "descriptors";

  /** Rejects overlapping memory, missing tensors and descriptors that the hardware refuses. */
  public Program {
    layers = List.copyOf(layers);
    tensors = List.copyOf(tensors);
    segments = List.copyOf(segments);
    for (ProgramLayer layer : layers) {
      if (layer.input() < 0
          || layer.input() >= tensors.size()
          || layer.output() < 0
          || layer.output() >= tensors.size()) {
        throw new IllegalArgumentException("layer " + layer.name() + " has no tensor");
      }
    }
    checkMemory(config, tensors, segments);
    MemorySegment descriptors = find(segments, DESCRIPTORS);
    if (descriptors.address() != descriptorAddress
        || descriptors.data().length != layers.size() * LayerDescriptor.BYTES) {
      throw new IllegalArgumentException("the descriptors do not match the layers");
    }
    int hashWord = config.hashWord(0);
    for (int i = 0; i < layers.size(); i++) {
      decode(descriptors, i, hashWord);
    }
  }

  /** Returns the descriptor of a layer. */
  public LayerDescriptor descriptor(int layer) {
    return decode(find(segments, DESCRIPTORS), layer, config.hashWord(0));
  }

  /**
   * Returns the segment at an address.
   *
   * @throws IllegalArgumentException when there is none
   */
  public MemorySegment segmentAt(long address) {
    return segments.stream()
        .filter(s -> s.address() == address)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the program has no segment at " + address));
  }

  /** Returns the tensors that no layer writes: the host fills them. */
  public List<ProgramTensor> inputs() {
    return IntStream.range(0, tensors.size())
        .filter(i -> layers.stream().noneMatch(layer -> layer.output() == i))
        .mapToObj(tensors::get)
        .toList();
  }

  /** Returns the tensors that no layer reads: the results. */
  public List<ProgramTensor> outputs() {
    return IntStream.range(0, tensors.size())
        .filter(i -> layers.stream().noneMatch(layer -> layer.input() == i))
        .mapToObj(tensors::get)
        .toList();
  }

  /** Returns the operand tensor of a layer. */
  public ProgramTensor inputOf(int layer) {
    return tensors.get(layers.get(layer).input());
  }

  /** Returns the output tensor of a layer. */
  public ProgramTensor outputOf(int layer) {
    return tensors.get(layers.get(layer).output());
  }

  /**
   * Returns about as many cycles as the program takes: of each layer those in which tokens enter
   * the array, or those in which the output leaves it if there are more of them.
   */
  public long expectedCycles() {
    long cycles = 0;
    for (int i = 0; i < layers.size(); i++) {
      LayerDescriptor descriptor = descriptor(i);
      long busy = (long) descriptor.tokens() * descriptor.chunks() * descriptor.outTiles();
      cycles += Math.max(busy, outputOf(i).layout(config).bytes() / config.beatBytes());
    }
    return cycles;
  }

  /** Returns the bytes of memory from address 0 that the program uses. */
  public long memoryBytes() {
    long end = segments.stream().mapToLong(MemorySegment::end).max().orElse(0);
    for (ProgramTensor tensor : tensors) {
      end = Math.max(end, tensor.address() + tensor.layout(config).bytes());
    }
    return end;
  }

  /**
   * Writes the program to a file; the same program gives the same bytes, and a file under that name
   * is replaced only by a complete one.
   */
  public void save(Path file) {
    ProgramFile.save(this, file);
  }

  /**
   * Reads a program from a file.
   *
   * @throws UserError when the file is missing, damaged, of another version or inconsistent
   */
  public static Program load(Path file) {
    return ProgramFile.load(file);
  }

  /**
   * Reads a program from a file for a given accelerator.
   *
   * @throws UserError as for {@link #load(Path)}, and when the program was compiled for another
   *     configuration; the message names the fields that differ and the command that rebuilds
   */
  public static Program load(Path file, AcceleratorConfig config) {
    Program program = ProgramFile.load(file);
    try {
      program.requireConfig(config);
    } catch (UserError e) {
      throw new UserError(file + ": " + e.getMessage(), e);
    }
    return program;
  }

  /**
   * Checks that the program runs on an accelerator.
   *
   * @throws UserError naming the fields that differ and the command that rebuilds the program
   */
  public void requireConfig(AcceleratorConfig device) {
    config.requireSame(device, "the program", "demo");
  }

  private static LayerDescriptor decode(MemorySegment descriptors, int layer, int hashWord) {
    int start = layer * LayerDescriptor.BYTES;
    byte[] bytes = Arrays.copyOfRange(descriptors.data(), start, start + LayerDescriptor.BYTES);
    return LayerDescriptor.decode(bytes, hashWord);
  }

  private static MemorySegment find(List<MemorySegment> segments, String name) {
    return segments.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the program has no segment " + name));
  }

  private record Region(String name, long start, long end) {}

  private static void checkMemory(
      AcceleratorConfig config, List<ProgramTensor> tensors, List<MemorySegment> segments) {
    List<Region> regions =
        Stream.concat(
                segments.stream().map(s -> new Region(s.name(), s.address(), s.end())),
                tensors.stream()
                    .map(
                        t ->
                            new Region(
                                t.name(), t.address(), t.address() + t.layout(config).bytes())))
            .sorted(Comparator.comparingLong(Region::start))
            .toList();
    long end = 0;
    for (Region region : regions) {
      if (region.start < end) {
        throw new IllegalArgumentException("region " + region.name + " overlaps another one");
      }
      end = region.end;
    }
    if (end > config.dramBytes()) {
      throw new UserError(
          String.format(
              "the program needs %d MiB of memory; allowed: dramMiB = %d of the configuration",
              (end + (1 << 20) - 1) >> 20, config.dramMiB()));
    }
  }
}
