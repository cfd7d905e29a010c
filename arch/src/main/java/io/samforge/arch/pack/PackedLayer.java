package io.samforge.arch.pack;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HalfOutput;
import io.samforge.arch.layer.OutputSpec;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.LayerTable;
import io.samforge.arch.program.OutputKind;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.arch.program.StreamedWeights;
import io.samforge.arch.program.WeightStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the memory of a device does not say about a layer.
 *
 * @param input the quantiser of its operand
 * @param activation the function that its thresholds include
 * @param banks banks of thresholds that its output channels use; 0 when it delivers floats
 */
public record PackedLayer(SnappedOperand input, ActivationFunction activation, int banks) {

  /** Returns what is kept of a layer. */
  public static PackedLayer of(GemmLayer layer) {
    return layer.output() instanceof CodeOutput codes
        ? new PackedLayer(layer.input(), codes.thresholds().function(), codes.thresholds().banks())
        : new PackedLayer(layer.input(), ActivationFunction.IDENTITY, 0);
  }

  /**
   * Makes the layer from the very bytes that a device reads: its weight stream and its table.
   *
   * @throws IllegalArgumentException when they do not fit together
   */
  GemmLayer layer(Program program, int index) {
    LayerDescriptor descriptor = program.descriptor(index);
    ProgramTensor in = program.inputOf(index);
    ProgramTensor out = program.outputOf(index);
    StreamedWeights weights =
        WeightStream.unpack(
            program.config(),
            program.segmentAt(descriptor.weightAddress()).data(),
            in.slots().slots(),
            out.slotChannel());
    return new GemmLayer(
        program.layers().get(index).name(),
        descriptor.tokens(),
        input,
        in.slots(),
        program.config().weightBits(),
        weights.weights(),
        weights.weightOffset(),
        weights.scale(),
        weights.bias(),
        weights.constant(),
        output(program, descriptor, weights.bank()));
  }

  private OutputSpec output(Program program, LayerDescriptor descriptor, int[] bankOfChannel) {
    if (descriptor.output() == OutputKind.RAW) {
      return new RawOutput();
    }
    if (descriptor.output() == OutputKind.HALF) {
      program.config().requireHalfOutputs();
      return new HalfOutput();
    }
    byte[] table = program.segmentAt(descriptor.tableAddress()).data();
    int[] words = new int[table.length / Integer.BYTES];
    ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    EncoderThresholds thresholds =
        LayerTable.thresholds(
            program.config(), words, activation, banks, descriptor.branchOrdinal());
    return new CodeOutput(thresholds, bankOfChannel);
  }
}
