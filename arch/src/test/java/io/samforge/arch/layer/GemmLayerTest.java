package io.samforge.arch.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.UniformParameters;
import org.junit.jupiter.api.Test;

class GemmLayerTest {
  private static final UniformParameters UNIFORM = new UniformParameters(4, 0.5, 3);

  private SnappedOperand operand = SnappedOperand.snap(CagOperand.single(UNIFORM, 3));
  private int tokens = 2;
  private SlotMap slots = SlotMap.identity(3, 4);
  private byte[][] weights = {{1, -8, 7, 0}, {0, 0, 0, 0}};
  private int[] offset = {-8, 7};
  private float[] scale = {1, 0};
  private float[] bias = {0, -1};
  private long[] constant = {(1L << 47) - 1, -(1L << 47)};
  private OutputSpec output = new RawOutput();

  @Test
  void extremesAreAllowed() {
    GemmLayer layer = layer();
    assertThat(layer.channels()).isEqualTo(3);
    assertThat(layer.macs()).isEqualTo(2 * 3 * 2);
    assertThat(layer.withTokens(5).tokens()).isEqualTo(5);
    assertThat(layer.multipliers()).hasSize(1);
    assertThat(layer.baseScale() * layer.multipliers()[0]).isEqualTo(layer.operand().entryScale(0));
  }

  @Test
  void numbersOutsideTheHardwareAreRejected() {
    tokens = 0;
    assertRejected("layer a: tokens 0; allowed: at least 1");
    tokens = 2;
    weights[0][1] = -9;
    assertRejected("layer a: weight -9 of output 0, slot 1 is out of range");
    weights[0][1] = 8;
    assertRejected("layer a: weight 8 of output 0, slot 1 is out of range");
    weights[0][1] = 0;
    weights[1][3] = 1;
    assertRejected("layer a: weight 1 of output 1, slot 3 is out of range");
    weights[1][3] = 0;
    offset[0] = 8;
    assertRejected("layer a: weight offset 8");
    offset[0] = 0;
    scale[1] = Float.MIN_VALUE;
    assertRejected("output 1 has the scale 1.4E-45 and the bias -1.0; allowed: zero or a normal");
    scale[1] = 1;
    bias[0] = Float.POSITIVE_INFINITY;
    assertRejected("the bias Infinity");
    bias[0] = 0;
    constant[1] = 1L << 47;
    assertRejected("the constant 140737488355328 of output 1 needs more than 48 bits");
  }

  @Test
  void partsThatDoNotBelongTogetherAreRejected() {
    output = CodeOutput.single(EncoderThresholds.of(UNIFORM, ActivationFunction.IDENTITY), 3);
    assertRejected("layer a: 3 banks for 2 output channels");
    output = new RawOutput();
    slots = SlotMap.identity(4, 4);
    assertRejected("layer a: 3 grouped channels, 4 in the slots");
    slots = new SlotMap(new int[] {0, 1, 2, -1}, new int[] {0, 0, 1, 1});
    assertRejected("layer a: slot 2 is not in the group of channel 2");
    slots = SlotMap.replicated(3, new SlotCode.Residues(15, 2), 4);
    assertRejected("layer a: the slots hold other codes than those of the operand");
    slots = SlotMap.identity(3, 8);
    assertRejected("layer a: output 0 has 4 weights for 8 slots");
    slots = SlotMap.identity(3, 4);
    scale = new float[1];
    assertRejected("layer a: the arrays of 2 output channels have different lengths");
    assertThatThrownBy(
            () ->
                new CodeOutput(
                    EncoderThresholds.of(UNIFORM, ActivationFunction.IDENTITY), new int[] {1}))
        .hasMessage("output channel 0 uses bank 1 of 1");
  }

  @Test
  void allSlotsOfAChannelHaveTheSameWeight() {
    Log2Operand log2 = new Log2Operand(Log2Parameters.of(4, 2, 1));
    operand = SnappedOperand.snap(log2);
    slots = log2.slots(3, 4);
    weights = new byte[][] {{1, -8, 7, 0, 1, -8, 7, 0}, new byte[8]};
    assertThat(layer().channels()).isEqualTo(3);
    assertThat(layer().macs()).isEqualTo(2 * 3 * 2);
    weights[0][5] = -7;
    assertRejected("layer a: weight -7 of output 0, slot 5 is not that of the other copies");
    WideOperand wide = WideOperand.of(new UniformParameters(8, 0.5, 3), 3, 4);
    operand = SnappedOperand.snap(wide);
    slots = wide.slots(3, 4);
    assertRejected("layer a: weight -7 of output 0, slot 5 is not that of the other copies");
    weights[0][5] = -8;
    assertThat(layer().channels()).isEqualTo(3);
    slots = SlotMap.replicated(4, wide.slotCode(), 4);
    assertRejected("layer a: 3 grouped channels, 4 in the slots");
    slots = SlotMap.replicated(3, new SlotCode.Digits(5), 4);
    assertRejected("layer a: the slots hold other codes than those of the operand");
  }

  /** Digits of weights: the copies of each digit are alike, and zero-points are in the codes. */
  @Test
  void weightsInDigitsHaveCopiesAndNoOffset() {
    Log2Operand log2 = new Log2Operand(Log2Parameters.of(4, 2, 1));
    operand = WideWeightsOperand.snapped(SnappedOperand.snap(log2, 4), 4);
    slots = operand.operand().slots(3, 4);
    assertThat(slots.slots()).isEqualTo(16);
    weights = new byte[][] {{1, -8, 7, 0, 1, -8, 7, 0, 2, 3, 4, 0, 2, 3, 4, 0}, new byte[16]};
    offset[0] = 0;
    offset[1] = 0;
    assertThat(layer().channels()).isEqualTo(3);
    weights[0][13] = 5;
    assertRejected("layer a: weight 5 of output 0, slot 13 is not that of the other copies");
    weights[0][13] = 3;
    offset[1] = 1;
    assertRejected("layer a: weight offset 1; allowed for weights in digits: 0");
  }

  private GemmLayer layer() {
    return new GemmLayer(
        "a", tokens, operand, slots, 4, weights, offset, scale, bias, constant, output);
  }

  private void assertRejected(String message) {
    assertThatThrownBy(this::layer)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
