package io.samforge.arch.program;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.SlotMap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a program without addresses.
 *
 * @param config the configuration they were compiled for
 * @param steps the layers in order of execution
 */
public record CompiledProgram(AcceleratorConfig config, List<Step> steps) {
  /**
   * One layer.
   *
   * @param name the layer's name
   * @param chained whether its operand is the output of the layer before it
   * @param inputs the order of its operand channels
   * @param outputs the order of its output channels
   * @param macs multiply-accumulate operations, without padding
   * @param layer what the hardware reads
   */
  public record Step(
      String name,
      boolean chained,
      SlotMap inputs,
      SlotMap outputs,
      long macs,
      CompiledLayer layer) {}

  /** Copies the list. */
  public CompiledProgram {
    steps = List.copyOf(steps);
  }

  /** Returns the bytes of what is written once: descriptors, weights and tables. */
  public long residentBytes() {
    long bytes = MemoryRegion.rounded((long) steps.size() * LayerDescriptor.BYTES);
    for (Step step : steps) {
      bytes += MemoryRegion.rounded(step.layer.weights().length);
      bytes += MemoryRegion.rounded(step.layer.table().length);
    }
    return bytes;
  }

  /**
   * Gives every region its memory.
   *
   * @param resident memory of descriptors, weights and tables
   * @param scratch memory of activations; may be the same region
   * @throws io.samforge.arch.UserError naming {@code dramMiB} when the memory is too small
   */
  public Program place(MemoryRegion resident, MemoryRegion scratch) {
    List<ProgramLayer> layers = new ArrayList<>();
    List<ProgramTensor> tensors = new ArrayList<>();
    List<MemorySegment> segments = new ArrayList<>();
    int descriptorBytes = steps.size() * LayerDescriptor.BYTES;
    long descriptors = resident.reserve(descriptorBytes);
    ByteBuffer bytes = ByteBuffer.allocate(descriptorBytes);
    segments.add(new MemorySegment(Program.DESCRIPTORS, descriptors, bytes.array()));
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      CompiledLayer layer = step.layer;
      if (!step.chained) {
        tensors.add(tensor(step.name + ".in", layer.in(), step.inputs, scratch));
      }
      int input = tensors.size() - 1;
      MemorySegment weights = segment(i, "weights", layer.weights(), resident);
      MemorySegment table = segment(i, "table", layer.table(), resident);
      segments.add(weights);
      segments.add(table);
      tensors.add(tensor(step.name + ".out", layer.out(), step.outputs, scratch));
      int output = tensors.size() - 1;
      layers.add(
          new ProgramLayer(
              step.name,
              input,
              output,
              step.inputs.channels(),
              step.outputs.channels(),
              step.macs));
      bytes.put(
          layer
              .descriptor(
                  tensors.get(input).address(),
                  weights.address(),
                  tensors.get(output).address(),
                  table.address())
              .encodeBytes());
    }
    return new Program(config, descriptors, layers, tensors, segments);
  }

  private static MemorySegment segment(int step, String kind, byte[] data, MemoryRegion memory) {
    return new MemorySegment(
        String.format("%03d.%s", step, kind), memory.reserve(data.length), data);
  }

  private static ProgramTensor tensor(
      String name, ActivationLayout layout, SlotMap slots, MemoryRegion memory) {
    long address = memory.reserve(layout.bytes());
    return new ProgramTensor(name, address, layout.tokens(), layout.bits(), slots);
  }
}
