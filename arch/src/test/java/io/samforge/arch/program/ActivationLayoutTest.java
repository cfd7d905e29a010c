package io.samforge.arch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Seeds;
import io.samforge.arch.format.BitPacker;
import io.samforge.arch.format.HalfFloat;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class ActivationLayoutTest {

  @Test
  void aSmallTensorByHand() {
    // Two blocks of four 4-bit slots, three tokens: 48 bits, one beat of 64 a block.
    ActivationLayout layout = new ActivationLayout(3, 6, 4, 4, 64);
    assertThat(layout.blocks()).isEqualTo(2);
    assertThat(layout.blockStride()).isEqualTo(1);
    assertThat(layout.bytes()).isEqualTo(16);
    byte[] memory =
        layout.packCodes(
            new byte[][] {{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}, {13, 14, 15, 0, 1, 2}});
    assertThat(memory)
        .isEqualTo(
            new byte[] {
              0x21,
              0x43,
              (byte) 0x87,
              (byte) 0xa9,
              (byte) 0xed,
              0x0f,
              0,
              0,
              0x65,
              0,
              (byte) 0xcb,
              0,
              0x21,
              0,
              0,
              0
            });
  }

  @Test
  void codesAndFloatsComeBackFromEveryShape() {
    Random random = Seeds.random(48);
    for (int i = 0; i < 400; i++) {
      int bits = new int[] {4, 5, 6, 8}[i % 4];
      int tokens = 1 + random.nextInt(40);
      int slots = 1 + random.nextInt(70);
      int lanes = 4 << random.nextInt(4);
      int beat = 64 << random.nextInt(4);
      ActivationLayout layout = new ActivationLayout(tokens, slots, bits, lanes, beat);
      byte[][] codes = new byte[tokens][slots];
      float[][] floats = new float[tokens][slots];
      for (int t = 0; t < tokens; t++) {
        for (int s = 0; s < slots; s++) {
          codes[t][s] = (byte) random.nextInt(1 << bits);
          floats[t][s] = random.nextFloat();
        }
      }
      byte[] memory = layout.packCodes(codes);
      assertThat(memory.length % (beat / 8)).isZero();
      assertThat(layout.unpackCodes(memory)).isDeepEqualTo(codes);
      ActivationLayout raw = new ActivationLayout(tokens, slots, 32, lanes, beat);
      byte[] rawMemory = raw.packRaw(floats);
      assertThat(raw.unpackRaw(rawMemory)).isDeepEqualTo(floats);
      assertThat(memory).isEqualTo(elementByElement(layout, (t, s) -> codes[t][s] & 0xff));
      assertThat(rawMemory)
          .isEqualTo(elementByElement(raw, (t, s) -> Float.floatToRawIntBits(floats[t][s])));
      ActivationLayout halves = new ActivationLayout(tokens, slots, 16, lanes, beat);
      byte[] halfMemory = halves.packRaw(floats);
      assertThat(halfMemory)
          .isEqualTo(elementByElement(halves, (t, s) -> HalfFloat.bits(floats[t][s]) & 0xffff));
      assertThat(halves.packRaw(halves.unpackRaw(halfMemory))).isEqualTo(halfMemory);
    }
  }

  /** The layout by its definition: every element at its position. */
  private static byte[] elementByElement(ActivationLayout layout, IntBinaryOperator element) {
    byte[] memory = new byte[(int) layout.bytes()];
    for (int t = 0; t < layout.tokens(); t++) {
      for (int s = 0; s < layout.slots(); s++) {
        int value = element.applyAsInt(t, s);
        BitPacker.put(memory, layout.position(t, s), layout.bits(), value);
      }
    }
    return memory;
  }

  @Test
  void wrongShapesAreRejected() {
    ActivationLayout layout = new ActivationLayout(2, 3, 4, 4, 64);
    assertThatThrownBy(() -> layout.packCodes(new byte[1][3])).hasMessage("1 rows for 2 tokens");
    assertThatThrownBy(() -> layout.packCodes(new byte[2][4]))
        .hasMessage("token 0 has 4 elements for 3 slots");
    assertThatThrownBy(() -> layout.packCodes(new byte[][] {{16, 0, 0}, {0, 0, 0}}))
        .hasMessage("code 16 does not fit 4 bits");
    assertThatThrownBy(() -> layout.unpackCodes(new byte[7]))
        .hasMessage("7 bytes for a tensor of 8");
    assertThatThrownBy(() -> new ActivationLayout(0, 3, 4, 4, 64)).hasMessageContaining("0 tokens");
  }
}
