package io.samforge.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.format.BitPacker;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.program.ActivationLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperandWriterTest {
  private static final int[] BITS = {4, 5, 6, 8};

  /** Every kind of operand and view, against the layout by its definition. */
  @Test
  void everyElementStandsWhereTheLayoutHasIt() {
    Random random = Seeds.random(61);
    for (int i = 0; i < 240; i++) {
      int bits = BITS[i % 4];
      RandomQuantization quantization = new RandomQuantization(random, bits);
      MatrixView view = view(random, i % 24 == 0);
      Operand operand = operand(quantization, view.channels(), i / 4 % 4, random);
      int lanes = 4 << random.nextInt(5);
      SlotMap slots = operand.slots(view.channels(), 4 << random.nextInt(3));
      ActivationLayout layout =
          new ActivationLayout(view.tokens(), slots.slots(), bits, lanes, 64 << random.nextInt(4));
      assertWritten(view, operand, slots, layout, quantization, random.nextInt(3));
    }
  }

  private static MatrixView view(Random random, boolean large) {
    int channels = 1 + random.nextInt(large ? 60 : 20);
    int side = large ? 40 + random.nextInt(60) : 1 + random.nextInt(14);
    return switch (random.nextInt(3)) {
      case 0 -> new MatrixView.Rows(List.of(1L, (long) side, side + 1L, (long) channels));
      case 1 -> new MatrixView.Planes(channels, side, side + 2);
      default -> new MatrixView.Patches(1 + random.nextInt(3), side + 2, side + 3, 3, 2, 1);
    };
  }

  private static Operand operand(
      RandomQuantization quantization, int channels, int kind, Random random) {
    boolean wide = quantization.bits() < 8;
    return switch (kind) {
      case 0 -> quantization.hybrid();
      case 1 -> quantization.grouped(channels, 1 + random.nextInt(4));
      case 2 -> wide ? quantization.wide(channels) : quantization.hybrid();
      default ->
          new Log2Operand(Log2Parameters.of(quantization.bits(), 1 << random.nextInt(3), 2.5));
    };
  }

  private static void assertWritten(
      MatrixView view,
      Operand operand,
      SlotMap slots,
      ActivationLayout layout,
      RandomQuantization quantization,
      int offset) {
    int elements = (int) view.shape().stream().mapToLong(d -> d).reduce(1, Math::multiplyExact);
    float[] tensor =
        quantization.values(elements + (view instanceof MatrixView.Patches ? 0 : offset));
    int first = tensor.length - elements;
    float[] matrix = Arrays.copyOfRange(tensor, first, tensor.length);
    byte[] expected = new byte[(int) layout.bytes()];
    long[] expectedCounts = new long[256];
    float[] row = new float[view.channels()];
    byte[] codes = new byte[view.channels()];
    for (int t = 0; t < view.tokens(); t++) {
      view.read(matrix, t, row);
      for (int c = 0; c < row.length; c++) {
        codes[c] = (byte) operand.quantizer(c).encode(row[c]);
        expectedCounts[codes[c] & 0xff]++;
      }
      byte[] held = slots.toSlots(codes);
      for (int s = 0; s < held.length; s++) {
        BitPacker.put(expected, layout.position(t, s), layout.bits(), held[s]);
      }
    }
    OperandCodec codec = new OperandCodec(operand, view.channels());
    OperandWriter writer = new OperandWriter(layout, slots, codec);
    byte[] memory = new byte[writer.bytes() + 8];
    Arrays.fill(memory, (byte) 0x5a);
    long[] counts = new long[256];
    writer.write(view, tensor, first, memory, counts);
    assertThat(Arrays.copyOf(memory, writer.bytes()))
        .as("%s of %s as %s in %s", operand, view, slots, layout)
        .isEqualTo(expected);
    assertThat(Arrays.copyOfRange(memory, writer.bytes(), memory.length)).containsOnly(0x5a);
    assertThat(counts).isEqualTo(expectedCounts);
  }

  @Test
  void whatIsNotANumberIsAnError() {
    RandomQuantization quantization = new RandomQuantization(Seeds.random(62), 4);
    Operand operand = quantization.hybrid();
    SlotMap slots = operand.slots(3, 4);
    OperandWriter writer =
        new OperandWriter(
            new ActivationLayout(100, 4, 4, 4, 64), slots, new OperandCodec(operand, 3));
    float[] tensor = new float[300];
    tensor[299] = Float.NaN;
    MatrixView view = new MatrixView.Rows(List.of(100L, 3L));
    assertThatThrownBy(() -> writer.write(view, tensor, 0, new byte[writer.bytes()], null))
        .isInstanceOf(UserError.class)
        .hasMessage("a value of the input is not a number");
  }
}
