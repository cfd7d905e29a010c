package io.samforge.arch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import org.junit.jupiter.api.Test;

class LayerDescriptorTest {
  private static final LayerDescriptor SAMPLE =
      new LayerDescriptor(
          OperandKind.HLUQ,
          OutputKind.CODES_TWO_BRANCH,
          4,
          70,
          32,
          6,
          3,
          0x1234,
          0x5678,
          0x9abc,
          -0x3f40757c,
          0x1000,
          0xffffffc0L,
          0x40,
          0x80,
          11,
          12,
          13,
          14,
          15,
          16,
          17,
          0xcafebabe);

  @Test
  void everyFieldStandsWhereTheContractSays() {
    int[] words = SAMPLE.encode();
    int[] expected = {
      0x04020101,
      70,
      32,
      6,
      3,
      0x56781234,
      0x9abc,
      -0x3f40757c,
      0x1000,
      0xffffffc0,
      0x40,
      0x80,
      11,
      12,
      13,
      14,
      15,
      16,
      17,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0xcafebabe,
      0
    };
    int sum = 0;
    for (int word : expected) {
      sum += word;
    }
    expected[31] = sum;
    assertThat(words).isEqualTo(expected);
    byte[] bytes = SAMPLE.encodeBytes();
    assertThat(bytes).hasSize(128).startsWith(1, 1, 2, 4, 70, 0, 0, 0);
    assertThat(LayerDescriptor.decode(words, 0xcafebabe)).isEqualTo(SAMPLE);
    assertThat(LayerDescriptor.decode(bytes, 0xcafebabe)).isEqualTo(SAMPLE);
  }

  @Test
  void fieldsDoNotOverlap() {
    int[] used = new int[LayerDescriptor.WORDS];
    for (DescriptorField field : DescriptorField.values()) {
      int mask = (int) (((1L << field.width()) - 1) << field.lsb());
      assertThat(used[field.word()] & mask).as(field.name()).isZero();
      used[field.word()] |= mask;
    }
  }

  @Test
  void everySingleWrongBitIsRefused() {
    for (int bit = 0; bit < 1024; bit++) {
      int[] words = SAMPLE.encode();
      words[bit / 32] ^= 1 << bit % 32;
      String expected = bit / 32 == 30 ? "descriptor: config hash" : "descriptor: checksum";
      assertThatThrownBy(() -> LayerDescriptor.decode(words, 0xcafebabe))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith(expected);
    }
  }

  @Test
  void unknownKindsAreRefusedEvenWithARightChecksum() {
    assertKindRefused(DescriptorField.OPCODE, 2, "descriptor: OPCODE is 2; allowed: 1..1");
    assertKindRefused(DescriptorField.OPERAND, 4, "descriptor: OPERAND is 4; allowed: 0..3");
    assertKindRefused(DescriptorField.OUTPUT, 5, "descriptor: OUTPUT is 5; allowed: 0..4");
    assertThatThrownBy(() -> LayerDescriptor.decode(new byte[5], 0))
        .hasMessage("a descriptor has 128 bytes, not 5");
  }

  @Test
  void fieldsRejectWhatTheyCannotHold() {
    int[] words = new int[32];
    assertThatThrownBy(() -> DescriptorField.N_LOG.write(words, 256))
        .hasMessage("descriptor field N_LOG of 8 bits cannot hold 256");
    assertThatThrownBy(
            () ->
                new LayerDescriptor(
                    OperandKind.CAG,
                    OutputKind.RAW,
                    0,
                    70,
                    32,
                    7,
                    3,
                    1,
                    1,
                    1,
                    0,
                    0,
                    0,
                    0,
                    0,
                    1,
                    1,
                    1,
                    1,
                    1,
                    1,
                    1,
                    0))
        .hasMessage("descriptor: tiles is 3; allowed: tiles of all tokens");
    assertThatThrownBy(
            () ->
                new LayerDescriptor(
                    OperandKind.CAG,
                    OutputKind.RAW,
                    0,
                    1,
                    1,
                    1,
                    1,
                    1,
                    1,
                    1,
                    0,
                    1L << 32,
                    0,
                    0,
                    0,
                    1,
                    1,
                    1,
                    1,
                    1,
                    1,
                    1,
                    0))
        .hasMessage("descriptor: inAddress is 4294967296; allowed: 32 bits, a multiple of 64");
  }

  private static void assertKindRefused(DescriptorField field, int value, String message) {
    int[] words = SAMPLE.encode();
    words[field.word()] &= ~(0xff << field.lsb());
    words[field.word()] |= value << field.lsb();
    words[31] = LayerDescriptor.checksum(words);
    assertThatThrownBy(() -> LayerDescriptor.decode(words, 0xcafebabe))
        .isInstanceOf(UserError.class)
        .hasMessage(message);
  }
}
