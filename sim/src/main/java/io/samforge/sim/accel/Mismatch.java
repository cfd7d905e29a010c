package io.samforge.sim.accel;

import io.samforge.arch.format.BitPacker;
import io.samforge.arch.format.HalfFloat;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.program.ActivationLayout;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import java.util.Optional;

/**
 * The first element of a layer's output, in the order in which the accelerator writes, that is not
 * what the golden model says.
 *
 * @param layer name of the layer
 * @param layerIndex number of the layer in the program
 * @param tokenTile token tile of the element
 * @param outputTile output tile of the element: M slots
 * @param token token, counted over the whole layer
 * @param slot position in the token's row in device memory
 * @param channel output channel at that slot, or -1 for padding, which must be zero
 * @param raw whether the elements are floats; otherwise they are codes
 * @param bits bits of an element
 * @param expected the golden element, as bits
 * @param actual the element in device memory, as bits
 * @param differing elements of the tensor that differ
 * @param elements elements of the tensor, padding slots included
 */
public record Mismatch(
    String layer,
    int layerIndex,
    int tokenTile,
    int outputTile,
    int token,
    int slot,
    int channel,
    boolean raw,
    int bits,
    int expected,
    int actual,
    long differing,
    long elements) {

  /**
   * Compares the output of a layer with the golden model.
   *
   * @param golden what the golden model computed for the layer
   * @param memory the bytes of the output tensor in device memory
   * @return the first difference, or nothing when every bit agrees
   */
  public static Optional<Mismatch> find(
      Program program, int layerIndex, GoldenOutput golden, byte[] memory) {
    ProgramTensor tensor = program.outputOf(layerIndex);
    ActivationLayout layout = tensor.layout(program.config());
    if (memory.length != layout.bytes()) {
      throw new IllegalArgumentException(
          memory.length + " bytes for tensor " + tensor.name() + " of " + layout.bytes());
    }
    Search search = new Search(program, layerIndex, tensor, layout, golden, memory);
    search.run();
    return Optional.ofNullable(search.first());
  }

  /** Returns the element's first bit in the output tensor. */
  public long bitPosition(Program program) {
    return program.outputOf(layerIndex).layout(program.config()).position(token, slot);
  }

  /** Returns the finding in two lines. */
  public String text() {
    String place =
        channel < 0 ? "padding slot " + slot : "channel " + channel + " (slot " + slot + ")";
    return String.format(
        "layer %s (number %d): %d of %d elements differ%n"
            + "first: token %d in token tile %d, %s in output tile %d: expected %s, found %s",
        layer,
        layerIndex,
        differing,
        elements,
        token,
        tokenTile,
        place,
        outputTile,
        show(expected),
        show(actual));
  }

  private String show(int element) {
    if (raw && bits == Short.SIZE) {
      return String.format("half 0x%04x", element);
    }
    return raw
        ? String.format("%s (0x%08x)", Float.intBitsToFloat(element), element)
        : String.format("code %d (0x%0" + (bits + 3) / 4 + "x)", element, element);
  }

  /** Walks a tensor in the order of writing and keeps what it finds. */
  private static final class Search {
    private final Program program;
    private final int layerIndex;
    private final ProgramTensor tensor;
    private final ActivationLayout layout;
    private final GoldenOutput golden;
    private final byte[] memory;
    private long differing;
    private int[] place;

    Search(
        Program program,
        int layerIndex,
        ProgramTensor tensor,
        ActivationLayout layout,
        GoldenOutput golden,
        byte[] memory) {
      this.program = program;
      this.layerIndex = layerIndex;
      this.tensor = tensor;
      this.layout = layout;
      this.golden = golden;
      this.memory = memory;
    }

    void run() {
      int tileTokens = program.descriptor(layerIndex).tileTokens();
      for (int tile = 0; tile * tileTokens < layout.tokens(); tile++) {
        int end = Math.min((tile + 1) * tileTokens, layout.tokens());
        for (int block = 0; block < layout.blocks(); block++) {
          for (int token = tile * tileTokens; token < end; token++) {
            compareRow(token, block);
          }
        }
      }
    }

    private void compareRow(int token, int block) {
      int from = block * layout.outputLanes();
      int to = Math.min(from + layout.outputLanes(), layout.slots());
      for (int slot = from; slot < to; slot++) {
        if (expected(token, slot) != actual(token, slot)) {
          differing++;
          if (place == null) {
            place = new int[] {token, slot};
          }
        }
      }
    }

    private int expected(int token, int slot) {
      int channel = tensor.slotChannel()[slot];
      if (channel < 0) {
        return 0;
      }
      if (!tensor.raw()) {
        return golden.codes()[token][channel] & 0xff;
      }
      float value = golden.values()[token][channel];
      return tensor.bits() == Short.SIZE
          ? Short.toUnsignedInt(HalfFloat.bits(value))
          : Float.floatToRawIntBits(value);
    }

    private int actual(int token, int slot) {
      return BitPacker.get(memory, layout.position(token, slot), layout.bits());
    }

    Mismatch first() {
      if (place == null) {
        return null;
      }
      int token = place[0];
      int slot = place[1];
      LayerDescriptor descriptor = program.descriptor(layerIndex);
      return new Mismatch(
          program.layers().get(layerIndex).name(),
          layerIndex,
          token / descriptor.tileTokens(),
          slot / layout.outputLanes(),
          token,
          slot,
          tensor.slotChannel()[slot],
          tensor.raw(),
          layout.bits(),
          expected(token, slot),
          actual(token, slot),
          differing,
          (long) layout.tokens() * layout.slots());
    }
  }
}
