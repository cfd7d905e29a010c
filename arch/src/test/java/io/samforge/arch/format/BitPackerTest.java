package io.samforge.arch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Seeds;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitPackerTest {

  @Test
  void everyWidthComesBackAndEqualsOneBigInteger() {
    Random random = Seeds.random(14);
    for (int bits = 1; bits <= 32; bits++) {
      int[] values = new int[67];
      BigInteger all = BigInteger.ZERO;
      for (int i = 0; i < values.length; i++) {
        values[i] = bits == 32 ? random.nextInt() : random.nextInt() >>> (32 - bits);
        long unsigned = Integer.toUnsignedLong(values[i]);
        all = all.or(BigInteger.valueOf(unsigned).shiftLeft(i * bits));
      }
      byte[] data = BitPacker.pack(values, bits);
      assertThat(data).hasSize((67 * bits + 7) / 8);
      byte[] reversed = new byte[data.length + 1];
      for (int i = 0; i < data.length; i++) {
        reversed[data.length - i] = data[i];
      }
      assertThat(new BigInteger(reversed)).isEqualTo(all);
      assertThat(BitPacker.unpack(data, bits, values.length)).isEqualTo(values);
    }
  }

  @Test
  void putLeavesItsNeighboursAlone() {
    for (int bits = 1; bits <= 32; bits++) {
      for (int position = 0; position < 24; position++) {
        byte[] ones = {-1, -1, -1, -1, -1, -1, -1, -1};
        BitPacker.put(ones, position, bits, 0);
        long expected = ~(((1L << bits) - 1) << position);
        long found = 0;
        for (int i = 0; i < 8; i++) {
          found |= (ones[i] & 0xffL) << (8 * i);
        }
        assertThat(found).as("%d bits at %d", bits, position).isEqualTo(expected);
        BitPacker.put(ones, position, bits, -1);
        assertThat(ones).containsOnly(-1);
      }
    }
  }

  @Test
  void bytesArePackedLikeOtherElements() {
    Random random = Seeds.random(15);
    for (int i = 0; i < 500; i++) {
      int bits = 4 + i % 5;
      int count = random.nextInt(90);
      int from = random.nextInt(4);
      byte[] elements = new byte[from + count];
      int[] values = new int[count];
      random.nextBytes(elements);
      for (int k = 0; k < count; k++) {
        values[k] = elements[from + k] & (1 << bits) - 1;
        elements[from + k] = (byte) values[k];
      }
      int bytes = (count * bits + 63) / 64 * 8;
      byte[] data = new byte[bytes + 24];
      Arrays.fill(data, (byte) 0x5a);
      byte[] expected = data.clone();
      byte[] dense = Arrays.copyOf(BitPacker.pack(values, bits), bytes);
      System.arraycopy(dense, 0, expected, 8, bytes);
      assertThat(BitPacker.packBytes(elements, from, count, bits, data, 8)).isEqualTo(8 + bytes);
      assertThat(data).as("%d of %d bits", count, bits).isEqualTo(expected);
    }
  }

  @Test
  void bytesThatDoNotFitAreRefused() {
    for (int bits = 4; bits < 8; bits++) {
      for (int at = 0; at < 19; at++) {
        byte[] elements = new byte[19];
        elements[at] = (byte) (1 << bits);
        int width = bits;
        assertThatThrownBy(
                () -> BitPacker.packBytes(elements, 0, elements.length, width, new byte[24], 0))
            .hasMessage("code %d does not fit %d bits", 1 << bits, bits);
      }
    }
  }

  @Test
  void elementsHaveOneTo32Bits() {
    assertThatThrownBy(() -> BitPacker.get(new byte[8], 0, 0)).hasMessageContaining("0 bits");
    assertThatThrownBy(() -> BitPacker.get(new byte[8], 0, 33)).hasMessageContaining("33 bits");
    assertThat(BitPacker.byteCount(3, 5)).isEqualTo(2);
  }

  /** Rows that are longer in the stream, or shorter, than the array has them. */
  @Test
  void packedRowsAreThoseOfTheDefinition() {
    Random random = Seeds.random(19);
    for (int i = 0; i < 400; i++) {
      int bits = 4 + i % 5;
      int lanes = 1 + random.nextInt(40);
      int used = random.nextInt(lanes + 1);
      int stride = used + random.nextInt(9);
      int rows = 1 + random.nextInt(9);
      int from = random.nextInt(5);
      byte[] elements = new byte[from + rows * stride + 1];
      for (int e = 0; e < elements.length; e++) {
        elements[e] = (byte) random.nextInt(1 << bits);
      }
      int bytes = (rows * lanes * bits + 63) / 64 * 8;
      byte[] expected = new byte[3 + bytes];
      for (int row = 0; row < rows; row++) {
        for (int lane = 0; lane < used; lane++) {
          long position = 24 + (long) (row * lanes + lane) * bits;
          BitPacker.put(expected, position, bits, elements[from + row * stride + lane]);
        }
      }
      byte[] data = new byte[3 + bytes];
      int end = BitPacker.packRows(elements, from, stride, rows, used, lanes, bits, data, 3);
      assertThat(end).isEqualTo(3 + bytes);
      assertThat(data).as("%d of %d elements of %d bits", used, lanes, bits).isEqualTo(expected);
    }
  }
}
