package io.samforge.arch.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.Configs;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.BitPacker;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.RawOutput;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.layer.SnappedOperand;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WeightStreamTest {

  @Test
  void recordsAndWeightsStandWhereTheContractSays() {
    AcceleratorConfig tiny = Configs.tiny();
    byte[] row = {-8, 7, -1, 1, 0, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0};
    GemmLayer layer =
        new GemmLayer(
            "a",
            1,
            SnappedOperand.snap(CagOperand.single(new UniformParameters(4, 1, 0), 9)),
            SlotMap.identity(9, 8),
            4,
            new byte[][] {row},
            new int[] {-3},
            new float[] {1f},
            new float[] {-2f},
            new long[] {-5},
            new RawOutput());
    // Position 5 is lane 1 of the second output tile.
    byte[] stream = WeightStream.pack(tiny, layer, new int[] {-1, -1, -1, -1, -1, 0});
    // A tile: 4 records of 2 beats, then 2 chunks x 4 lanes x 8 weights x 4 bits = 4 beats.
    assertThat(WeightStream.recordBeats(tiny)).isEqualTo(8);
    assertThat(WeightStream.weightBeats(tiny, 2)).isEqualTo(4);
    assertThat(stream).hasSize(2 * 12 * 8);
    int record = (12 * 8 + 16) * 8;
    assertThat(BitPacker.get(stream, record, 32)).isEqualTo(0x3f800000);
    assertThat(BitPacker.get(stream, record + 32, 32)).isEqualTo(0xc0000000);
    assertThat(BitPacker.get(stream, record + 64, 32)).isEqualTo(-5);
    assertThat(BitPacker.get(stream, record + 96, 16)).isEqualTo(0xffff);
    assertThat(BitPacker.get(stream, record + 112, 8)).isEqualTo(0xfd);
    assertThat(BitPacker.get(stream, record + 120, 8)).isEqualTo(0x80);
    int weights = (12 * 8 + 64) * 8;
    for (int i = 0; i < 16; i++) {
      int at = weights + (i / 8 * 4 + 1) * 32 + i % 8 * 4;
      assertThat(BitPacker.get(stream, at, 4)).as("weight %d", i).isEqualTo(row[i] & 15);
    }
    int set = 0;
    for (byte b : stream) {
      set += Integer.bitCount(b & 0xff);
    }
    // Nothing else is set: the bits of the record and of the weights.
    int expected = Integer.bitCount(0x3f800000) + 2 + 46 + 1 + 7 + 1;
    for (byte w : row) {
      expected += Integer.bitCount(w & 15);
    }
    assertThat(set).isEqualTo(expected);
  }

  /** Lanes behind the last output, and lanes without one, hold nothing of the tile before. */
  @Test
  void lanesWithoutAnOutputAreZero() {
    AcceleratorConfig tiny = Configs.tiny();
    int outputs = tiny.outputLanes() + 1;
    byte[][] rows = new byte[outputs][8];
    for (byte[] row : rows) {
      Arrays.fill(row, (byte) -1);
    }
    int[] offset = new int[outputs];
    float[] scale = new float[outputs];
    GemmLayer layer =
        new GemmLayer(
            "a",
            1,
            SnappedOperand.snap(CagOperand.single(new UniformParameters(4, 1, 0), 8)),
            SlotMap.identity(8, 8),
            4,
            rows,
            offset,
            scale,
            new float[outputs],
            new long[outputs],
            new RawOutput());
    byte[] stream = WeightStream.pack(tiny, layer, new int[] {0, 1, 2, 3, 4});
    int tile = stream.length / 2;
    int weights = WeightStream.recordBeats(tiny) * tiny.beatBytes();
    int lane = 8 * 4 / Byte.SIZE;
    for (int i = 0; i < tiny.outputLanes() * lane; i++) {
      assertThat(stream[weights + i]).isEqualTo((byte) -1);
      assertThat(stream[tile + weights + i]).isEqualTo((byte) (i < lane ? -1 : 0));
    }
  }
}
