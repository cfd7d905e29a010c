package io.samforge.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.model.MatrixView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperandCodecTest {
  private static final int[] BITS = {4, 5, 6, 8};

  /** Every threshold with its neighbours, both ends, and random bit patterns. */
  @Test
  void tablesEncodeAsTheQuantiserDoes() {
    Random random = Seeds.random(5);
    for (int i = 0; i < 60; i++) {
      RandomQuantization quantization = new RandomQuantization(random, BITS[i % 4]);
      Operand operand = i % 3 == 0 ? quantization.hybrid() : quantization.grouped(1, 1);
      Quantizer quantizer = operand.quantizer(0);
      QuantizerTable table = new QuantizerTable(quantizer);
      for (float x : interesting(quantizer, random)) {
        int code = quantizer.encode(x);
        assertThat(table.code(x)).as("%s of %s", quantizer, x).isEqualTo(code);
        assertThat(table.round(x)).isEqualTo((float) quantizer.decode(code));
      }
    }
  }

  private static List<Float> interesting(Quantizer quantizer, Random random) {
    List<Float> values = new ArrayList<>(List.of(0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE));
    values.addAll(List.of(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE));
    EncoderThresholds exact = EncoderThresholds.of(quantizer, ActivationFunction.IDENTITY);
    for (int k = 1; k < quantizer.codes(); k++) {
      float at = exact.upper(0, k);
      values.addAll(List.of(at, Math.nextUp(at), Math.nextDown(at)));
    }
    for (int i = 0; i < 2000; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      values.add(Float.isNaN(x) ? 1 : x);
      values.add((float) (3 * random.nextGaussian()));
    }
    return values;
  }

  @Test
  void everyViewGivesTheCodesOfItsRows() {
    Random random = Seeds.random(6);
    List<MatrixView> views =
        List.of(
            new MatrixView.Rows(List.of(1L, 70L, 13L)),
            new MatrixView.Rows(List.of(20000L, 9L)),
            new MatrixView.Planes(6, 13, 17),
            new MatrixView.Planes(3, 300, 300),
            new MatrixView.Patches(3, 12, 11, 3, 2, 1),
            new MatrixView.Patches(2, 12, 12, 4, 4, 0));
    for (MatrixView view : views) {
      RandomQuantization quantization = new RandomQuantization(random, 4);
      List<Operand> operands =
          List.of(
              quantization.hybrid(),
              quantization.grouped(view.channels(), 3),
              quantization.wide(view.channels()));
      for (Operand operand : operands) {
        assertRows(view, operand, quantization.values(elements(view)));
      }
    }
  }

  private static int elements(MatrixView view) {
    return (int) view.shape().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  private static void assertRows(MatrixView view, Operand operand, float[] tensor) {
    OperandCodec codec = new OperandCodec(operand, view.channels());
    byte[][] codes = codec.encode(view, tensor);
    float[] rounded = codec.round(view, tensor);
    boolean inPlace = codec.roundsInPlace(view);
    assertThat(inPlace).isEqualTo(!(view instanceof MatrixView.Patches) || isPlain(view, operand));
    MatrixView matrix =
        inPlace ? view : new MatrixView.Rows(List.of((long) view.tokens(), (long) view.channels()));
    float[] row = new float[view.channels()];
    float[] roundedRow = new float[view.channels()];
    for (int t = 0; t < view.tokens(); t++) {
      view.read(tensor, t, row);
      matrix.read(rounded, t, roundedRow);
      for (int c = 0; c < row.length; c++) {
        Quantizer quantizer = operand.quantizer(c);
        int code = quantizer.encode(row[c]);
        assertThat(codes[t][c] & 0xff).isEqualTo(code);
        assertThat(roundedRow[c]).isEqualTo((float) quantizer.decode(code));
      }
    }
  }

  /** One quantiser for all channels of a plane and padding that needs none. */
  private static boolean isPlain(MatrixView view, Operand operand) {
    return operand instanceof HluqOperand && ((MatrixView.Patches) view).padding() == 0;
  }

  /** A byte holds all 256 codes of a wide operand, and the slots take them from there. */
  @Test
  void wideCodesUseEveryBitOfTheirBytes() {
    MatrixView view = new MatrixView.Rows(List.of(256L, 1L));
    float[] values = new float[256];
    for (int q = 0; q < values.length; q++) {
      values[q] = 0.25f * (q - 100);
    }
    Operand operand = WideOperand.of(new UniformParameters(8, 0.25, 100), 1, 4);
    OperandCodec codec = new OperandCodec(operand, 1);
    byte[][] codes = codec.encode(view, values);
    SlotMap slots = operand.slots(1, 4);
    for (int q = 0; q < values.length; q++) {
      assertThat(codes[q][0]).isEqualTo((byte) q);
      byte[] held = slots.toSlots(codes[q]);
      assertThat(held[0] + 16 * held[4]).isEqualTo(q);
    }
    assertThat(codec.round(view, values)).isEqualTo(values);
  }

  @Test
  void aPlaneWithOneUniformQuantiserIsRoundedInPlace() {
    RandomQuantization quantization = new RandomQuantization(Seeds.random(7), 4);
    MatrixView view = new MatrixView.Patches(3, 9, 9, 3, 1, 1);
    OperandCodec codec = new OperandCodec(quantization.grouped(27, 1), 27);
    assertThat(codec.roundsInPlace(view)).isTrue();
    assertThat(codec.round(view, new float[243])).containsOnly(0f);
  }

  @Test
  void whatIsNotANumberIsAnError() {
    RandomQuantization quantization = new RandomQuantization(Seeds.random(8), 4);
    OperandCodec codec = new OperandCodec(quantization.hybrid(), 2);
    MatrixView view = new MatrixView.Rows(List.of(1L, 2L));
    assertThatThrownBy(() -> codec.encode(view, new float[] {1, Float.NaN}))
        .isInstanceOf(UserError.class)
        .hasMessage("a value of the input is not a number");
  }
}
