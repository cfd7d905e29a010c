package io.samforge.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.format.BitPacker;
import io.samforge.arch.format.HalfFloat;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.program.ActivationLayout;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResultReaderTest {

  /** Rows, planes and slots in another order, against the layout by its definition. */
  @Test
  void everyFloatArrivesAtItsPlace() {
    Random random = Seeds.random(63);
    for (int i = 0; i < 200; i++) {
      int channels = 1 + random.nextInt(80);
      int side = i % 20 == 0 ? 60 : 1 + random.nextInt(12);
      MatrixView view =
          i % 2 == 0
              ? new MatrixView.Rows(List.of((long) side, side + 1L, (long) channels))
              : new MatrixView.Planes(channels, side, side + 1);
      SlotMap slots =
          i % 3 == 0
              ? new RandomQuantization(random, 4).grouped(channels, 3).slots(channels, 4)
              : SlotMap.identity(channels, 1);
      int size = i % 5 == 0 ? 16 : 32;
      ActivationLayout layout =
          new ActivationLayout(
              view.tokens(), slots.slots(), size, 4 << random.nextInt(5), 64 << random.nextInt(4));
      ResultReader reader = new ResultReader(layout, slots);
      byte[] memory = new byte[reader.bytes() + random.nextInt(9)];
      float[] expected = new float[5 + view.tokens() * channels];
      float[] row = new float[channels];
      float[] tensor = new float[view.tokens() * channels];
      for (int t = 0; t < view.tokens(); t++) {
        for (int s = 0; s < slots.slots(); s++) {
          float any = random.nextFloat();
          float value = size == 16 ? HalfFloat.round(any) : any;
          int bits = size == 16 ? HalfFloat.bits(any) & 0xffff : Float.floatToRawIntBits(value);
          BitPacker.put(memory, layout.position(t, s), size, bits);
          if (slots.slotChannel()[s] != SlotMap.PADDING) {
            row[slots.slotChannel()[s]] = value;
          }
        }
        view.write(row, t, tensor);
      }
      System.arraycopy(tensor, 0, expected, 5, tensor.length);
      float[] found = new float[expected.length];
      reader.read(memory, view, found, 5);
      assertThat(found).as("%s in %s", view, layout).isEqualTo(expected);
    }
  }
}
