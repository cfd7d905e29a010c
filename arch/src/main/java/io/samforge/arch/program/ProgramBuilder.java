package io.samforge.arch.program;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.SlotMap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects layers, gives every region its own memory and makes a program.
 *
 * <p>Regions follow one another from a fixed start, each at a multiple of 64 bytes; nothing is
 * reused, so the host can read every intermediate tensor afterwards.
 */
public final class ProgramBuilder {
  /** Memory below stays unused, so that a forgotten address register does not hit a program. */
  public static final long FIRST_ADDRESS = 4096;

  private final AcceleratorConfig config;
  private final List<Step> steps = new ArrayList<>();

  private record Step(GemmLayer layer, boolean chained) {}

  /** Starts an empty program for one configuration. */
  public ProgramBuilder(AcceleratorConfig config) {
    this.config = config;
  }

  /** Adds a layer whose operand the host writes. */
  public ProgramBuilder layer(GemmLayer layer) {
    steps.add(new Step(layer, false));
    return this;
  }

  /**
   * Adds a layer whose operand is the output of the layer before it.
   *
   * @throws IllegalArgumentException when the two do not fit together
   */
  public ProgramBuilder chained(GemmLayer layer) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("layer " + layer.name() + " has no layer before it");
    }
    GemmLayer before = steps.get(steps.size() - 1).layer;
    if (!(before.output() instanceof CodeOutput)
        || before.tokens() != layer.tokens()
        || before.outputs() != layer.channels()) {
      throw new IllegalArgumentException(
          String.format(
              "layer %s reads codes of %d tokens x %d channels; layer %s writes %s of %d x %d",
              layer.name(),
              layer.tokens(),
              layer.channels(),
              before.name(),
              before.output() instanceof CodeOutput ? "codes" : "floats",
              before.tokens(),
              before.outputs()));
    }
    if (layer.operand() instanceof Log2Operand) {
      throw new IllegalArgumentException(
          String.format(
              "layer %s reads log2 codes, which stand in several slots; allowed: codes that the"
                  + " host writes, not those of layer %s",
              layer.name(), before.name()));
    }
    steps.add(new Step(layer, true));
    return this;
  }

  /**
   * Compiles all layers and plans the memory.
   *
   * @throws UserError when a layer does not fit the configuration or the program its memory
   */
  public Program build() {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a program needs at least one layer");
    }
    Plan plan = new Plan();
    LayerCompiler compiler = new LayerCompiler(config);
    long descriptors = plan.reserve((long) steps.size() * LayerDescriptor.BYTES);
    ByteBuffer bytes = ByteBuffer.allocate(steps.size() * LayerDescriptor.BYTES);
    for (int i = 0; i < steps.size(); i++) {
      GemmLayer layer = steps.get(i).layer;
      CompiledLayer compiled = compiler.compile(layer, outputSlots(i).slotChannel());
      bytes.put(place(plan, i, layer, compiled).encodeBytes());
    }
    plan.segments.add(0, new MemorySegment(Program.DESCRIPTORS, descriptors, bytes.array()));
    return new Program(config, descriptors, plan.layers, plan.tensors, plan.segments);
  }

  /** Returns the order of a step's outputs: that of the layer that reads them, or their own. */
  private SlotMap outputSlots(int step) {
    if (step + 1 < steps.size() && steps.get(step + 1).chained) {
      return steps.get(step + 1).layer.slots();
    }
    return SlotMap.identity(steps.get(step).layer.outputs(), 1);
  }

  private LayerDescriptor place(Plan plan, int step, GemmLayer layer, CompiledLayer compiled) {
    int input;
    if (steps.get(step).chained) {
      input = plan.tensors.size() - 1;
    } else {
      input = plan.tensor(layer.name() + ".in", compiled.in(), layer.slots());
    }
    String prefix = String.format("%03d.", step);
    long weights = plan.segment(prefix + "weights", compiled.weights());
    long table = plan.segment(prefix + "table", compiled.table());
    int output = plan.tensor(layer.name() + ".out", compiled.out(), outputSlots(step));
    plan.layers.add(
        new ProgramLayer(
            layer.name(), input, output, layer.channels(), layer.outputs(), layer.macs()));
    return compiled.descriptor(
        plan.tensors.get(input).address(), weights, plan.tensors.get(output).address(), table);
  }

  /** The memory of a program while it is being planned. */
  private final class Plan {
    private final List<ProgramLayer> layers = new ArrayList<>();
    private final List<ProgramTensor> tensors = new ArrayList<>();
    private final List<MemorySegment> segments = new ArrayList<>();
    private long next = FIRST_ADDRESS;

    long reserve(long bytes) {
      long address = next;
      long unit = LayerCompiler.ALIGNMENT;
      next += (bytes + unit - 1) / unit * unit;
      if (next > config.dramBytes()) {
        throw new UserError(
            String.format(
                "the program needs more than %d MiB of memory; allowed: dramMiB = %d of the"
                    + " configuration",
                (next - 1) >> 20, config.dramMiB()));
      }
      return address;
    }

    long segment(String name, byte[] data) {
      long address = reserve(data.length);
      segments.add(new MemorySegment(name, address, data));
      return address;
    }

    int tensor(String name, ActivationLayout layout, SlotMap slots) {
      long address = reserve(layout.bytes());
      tensors.add(new ProgramTensor(name, address, layout.tokens(), layout.bits(), slots));
      return tensors.size() - 1;
    }
  }
}
