package io.samforge.arch.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotMapTest {

  @Test
  void channelsAreSortedByGroupAndPaddedToChunks() {
    SlotMap map = SlotMap.grouped(new int[] {2, 0, 2, 0, 0, 0, 0}, 4, 4);
    assertThat(map.slotChannel()).containsExactly(1, 3, 4, 5, 6, -1, -1, -1, 0, 2, -1, -1);
    assertThat(map.slotEntry()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2);
    assertThat(map.channels()).isEqualTo(7);
    assertThat(map.slots()).isEqualTo(12);
  }

  @Test
  void theIdentityIsPaddedToChunks() {
    SlotMap map = SlotMap.identity(5, 4);
    assertThat(map.slotChannel()).containsExactly(0, 1, 2, 3, 4, -1, -1, -1);
    assertThat(map.slotEntry()).containsOnly(0);
  }

  @Test
  void codesComeBackFromTheirSlots() {
    Random random = Seeds.random(24);
    for (int i = 0; i < 200; i++) {
      int channels = 1 + random.nextInt(50);
      int[] groups = random.ints(channels, 0, 5).toArray();
      SlotMap map = SlotMap.grouped(groups, 5, 4 << random.nextInt(3));
      byte[] codes = new byte[channels];
      random.nextBytes(codes);
      byte[] slots = map.toSlots(codes);
      assertThat(map.toChannels(slots)).isEqualTo(codes);
      for (int s = 0; s < slots.length; s++) {
        assertThat(map.slotChannel()[s] != SlotMap.PADDING || slots[s] == 0).isTrue();
      }
    }
  }

  @Test
  void wrongMapsAreRejected() {
    assertThatThrownBy(() -> new SlotMap(new int[] {0, 0}, new int[2]))
        .hasMessageContaining("slot 1 has channel 0");
    assertThatThrownBy(() -> new SlotMap(new int[] {0, 2}, new int[2]))
        .hasMessageContaining("slot 1 has channel 2");
    assertThatThrownBy(() -> new SlotMap(new int[] {0, 1}, new int[] {1, 0}))
        .hasMessageContaining("order of the groups");
    assertThatThrownBy(() -> new SlotMap(new int[] {0, 1}, new int[1]))
        .hasMessageContaining("2 slots with 1 entries");
    SlotCode pairs = new SlotCode.Residues(15, 2);
    assertThatThrownBy(() -> new SlotMap(new int[] {0, 1, 0}, new int[] {0, 0, 1}, pairs))
        .hasMessage("3 slots with 3 entries for 2 copies");
    assertThatThrownBy(() -> new SlotMap(new int[] {0, 1, 1, 0}, new int[] {0, 0, 1, 1}, pairs))
        .hasMessage("slot 2 is not that of copy 1");
    assertThatThrownBy(() -> new SlotMap(new int[] {0, 1, 0, 1}, new int[4], pairs))
        .hasMessage("slot 2 is not that of copy 1");
    assertThatThrownBy(() -> SlotMap.identity(5, 4).toSlots(new byte[4]))
        .hasMessageContaining("4 codes for 5 channels");
  }
}
