package io.samforge.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.BitPacker;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.program.ActivationLayout;
import java.util.ArrayList;
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

  /**
   * Two quantisers whose channels stand in order, and one quantiser whose channels do not: neither
   * may pass for one quantiser in order.
   */
  @Test
  void quantisersAndPlacesOfChannelsAreTheirOwn() {
    RandomQuantization quantization = new RandomQuantization(Seeds.random(64), 4);
    List<UniformParameters> different =
        List.of(new UniformParameters(4, 0.3, 5), new UniformParameters(4, 0.9, 9));
    List<UniformParameters> equal = List.of(different.get(0), different.get(0));
    int[] inOrder = {0, 0, 0, 0, 1, 1, 1, 1};
    int[] turned = {1, 1, 1, 1, 0, 0, 0, 0};
    MatrixView view = new MatrixView.Rows(List.of(70L, 8L));
    for (Operand operand :
        List.of(new CagOperand(different, inOrder), new CagOperand(equal, turned))) {
      SlotMap slots = operand.slots(8, 4);
      ActivationLayout layout = new ActivationLayout(70, slots.slots(), 4, 4, 64);
      assertWritten(view, operand, slots, layout, quantization, 1);
    }
  }

  /** Every threshold and the floats beside it, as neighbours and spread out. */
  @Test
  void codesChangeAtTheirThresholds() {
    for (int bits : BITS) {
      RandomQuantization quantization = new RandomQuantization(Seeds.random(65), bits);
      for (Quantizer quantizer :
          List.of(quantization.hybrid().quantizer(0), new UniformParameters(bits, 0.37, 3))) {
        assertThresholds(quantizer);
      }
    }
  }

  private static void assertThresholds(Quantizer quantizer) {
    EncoderThresholds exact = EncoderThresholds.of(quantizer, ActivationFunction.IDENTITY);
    List<Float> values = new ArrayList<>(List.of(0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE));
    for (int k = 1; k < quantizer.codes(); k++) {
      float threshold = exact.upper(0, k);
      if (Float.isFinite(threshold)) {
        values.addAll(List.of(Math.nextDown(threshold), threshold, Math.nextUp(threshold)));
      }
    }
    int count = values.size();
    assertThat(count).isGreaterThan(quantizer.codes());
    float[] run = new float[count];
    float[] spread = new float[3 * count];
    byte[] expected = new byte[count];
    for (int i = 0; i < count; i++) {
      run[i] = values.get(i);
      spread[3 * i] = run[i];
      expected[i] = (byte) quantizer.encode(run[i]);
    }
    QuantizerTable table = new QuantizerTable(quantizer);
    byte[] codes = new byte[count];
    table.encode(run, 0, 1, count, codes, 0, 1);
    assertThat(codes).as("%s", quantizer).isEqualTo(expected);
    byte[] codesSpread = new byte[2 * count];
    table.encode(spread, 0, 3, count, codesSpread, 0, 2);
    for (int i = 0; i < count; i++) {
      assertThat(codesSpread[2 * i]).as("%s of %s", quantizer, run[i]).isEqualTo(expected[i]);
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
    int last = operand.quantizer(0).codes() - 1;
    CodeEnds expectedEnds = CodeEnds.NONE;
    float[] row = new float[view.channels()];
    byte[] codes = new byte[view.channels()];
    for (int t = 0; t < view.tokens(); t++) {
      view.read(matrix, t, row);
      for (int c = 0; c < row.length; c++) {
        codes[c] = (byte) operand.quantizer(c).encode(row[c]);
        int code = codes[c] & 0xff;
        expectedEnds = expectedEnds.plus(new CodeEnds(code == 0 ? 1 : 0, code == last ? 1 : 0, 1));
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
    CodeEnds ends = writer.write(view, tensor, first, memory);
    assertThat(Arrays.copyOf(memory, writer.bytes()))
        .as("%s of %s as %s in %s", operand, view, slots, layout)
        .isEqualTo(expected);
    assertThat(Arrays.copyOfRange(memory, writer.bytes(), memory.length)).containsOnly(0x5a);
    assertThat(ends).isEqualTo(expectedEnds);
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
    assertThatThrownBy(() -> writer.write(view, tensor, 0, new byte[writer.bytes()]))
        .isInstanceOf(UserError.class)
        .hasMessage("a value of the input is not a number");
  }
}
