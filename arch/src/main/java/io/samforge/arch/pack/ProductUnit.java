package io.samforge.arch.pack;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.OutputKind;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramLayer;
import io.samforge.arch.program.ProgramTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The products of a step, so many in one run as fit the scratch memory.
 *
 * <p>Product b of the batch is computed in run {@code b / perRun} at place {@code b % perRun} by
 * descriptor {@code b % descriptors}. Descriptors and tables are written once; the host writes the
 * left codes and the weight stream of every product of a run, and the last run may be shorter.
 *
 * @param step the name of the step
 * @param quantization the quantisers of both sides
 * @param perRun most products of one run
 * @param left where the left codes of a run go
 * @param right where its weight streams go
 * @param output where its floats are found
 * @param descriptors the descriptors, a multiple of perRun and of the heads unless they are all
 * @param tables the table of every head; a single one counts for all heads
 */
public record ProductUnit(
    String step,
    ProductQuantization quantization,
    int perRun,
    ProductArea left,
    ProductArea right,
    ProductArea output,
    MemorySegment descriptors,
    List<MemorySegment> tables)
    implements ProgramUnit {
  /** Refuses descriptors that are not those of whole runs. */
  public ProductUnit {
    tables = List.copyOf(tables);
    int bytes = descriptors.data().length;
    if (perRun < 1
        || bytes == 0
        || bytes % ((long) perRun * LayerDescriptor.BYTES) != 0
        || tables.isEmpty()) {
      throw new IllegalArgumentException(
          "product %s: %d bytes of descriptors for %d products in a run"
              .formatted(step, bytes, perRun));
    }
  }

  @Override
  public List<String> steps() {
    return List.of(step);
  }

  /** Refuses descriptors that the hardware of a configuration refuses. */
  void checkDescriptors(AcceleratorConfig config) {
    byte[] bytes = descriptors.data();
    int hashWord = config.hashWord(0);
    try {
      for (int start = 0; start < bytes.length; start += LayerDescriptor.BYTES) {
        byte[] one = Arrays.copyOfRange(bytes, start, start + LayerDescriptor.BYTES);
        if (LayerDescriptor.decode(one, hashWord).output() == OutputKind.HALF) {
          config.requireHalfOutputs();
        }
      }
    } catch (UserError e) {
      throw new IllegalArgumentException("product " + step + ", " + e.getMessage(), e);
    }
  }

  /** Returns whether there is a quantiser and a descriptor for every product of a step. */
  boolean fits(ProductStep wanted) {
    int heads = wanted.heads();
    int count = descriptorCount();
    return oneOrAll(quantization.left().size(), heads)
        && oneOrAll(quantization.right().size(), heads)
        && oneOrAll(tables.size(), heads)
        && (count == wanted.batch() || count < wanted.batch() && count % tables.size() == 0);
  }

  /** Returns the number of runs for all products of a step. */
  public int runs(ProductStep wanted) {
    return (wanted.batch() + perRun - 1) / perRun;
  }

  /**
   * Returns the program of one run.
   *
   * @param wanted the step
   * @param first the first product of the run, a multiple of perRun
   * @param rights the weight stream of every product of the run
   */
  public Program program(
      AcceleratorConfig config, ProductStep wanted, int first, List<byte[]> rights) {
    if (first % perRun != 0 || rights.isEmpty() || rights.size() > perRun) {
      throw new IllegalArgumentException(
          "%s: %d products from %d in a run".formatted(step, rights.size(), first));
    }
    List<SlotMap> inputs = quantization.slots(wanted.inner(), config);
    SlotMap outputs = SlotMap.identity(wanted.columns(), 1);
    List<ProgramLayer> layers = new ArrayList<>();
    List<ProgramTensor> tensors = new ArrayList<>();
    List<MemorySegment> segments = new ArrayList<>();
    int start = (int) (descriptorAddress(first) - descriptors.address());
    byte[] commands =
        Arrays.copyOfRange(
            descriptors.data(), start, start + rights.size() * LayerDescriptor.BYTES);
    segments.add(new MemorySegment(Program.DESCRIPTORS, descriptorAddress(first), commands));
    segments.addAll(tables);
    OutputKind kind =
        LayerDescriptor.decode(Arrays.copyOf(commands, LayerDescriptor.BYTES), config.hashWord(0))
            .output();
    int bits = kind.elementBits(config.activationBits());
    for (int i = 0; i < rights.size(); i++) {
      int product = first + i;
      String name = step + "[" + product + "]";
      SlotMap slots = inputs.get(inputs.size() == 1 ? 0 : product % wanted.heads());
      tensors.add(
          new ProgramTensor(
              name + ".in", left.place(i), wanted.tokens(), config.activationBits(), slots));
      tensors.add(
          new ProgramTensor(name + ".out", output.place(i), wanted.tokens(), bits, outputs));
      segments.add(new MemorySegment("right." + product, right.place(i), rights.get(i)));
      layers.add(
          new ProgramLayer(
              name,
              2 * i,
              2 * i + 1,
              wanted.inner(),
              wanted.columns(),
              wanted.macs() / wanted.batch()));
    }
    return new Program(config, descriptorAddress(first), layers, tensors, segments);
  }

  private static boolean oneOrAll(int quantizers, int heads) {
    return quantizers == 1 || quantizers == heads;
  }

  /** Returns the number of descriptors. */
  public int descriptorCount() {
    return descriptors.data().length / LayerDescriptor.BYTES;
  }

  /** Returns the address of the descriptor of a product of the batch. */
  public long descriptorAddress(int product) {
    return descriptors.address() + (long) (product % descriptorCount()) * LayerDescriptor.BYTES;
  }
}
