package io.samforge.host.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class MaskTest {
  @Test
  void intersectionOverUnion() {
    Mask left = Masks.of("##..", "##..");
    Mask middle = Masks.of(".##.", ".##.");
    assertThat(left.iou(middle)).isEqualTo(2.0 / 6);
    assertThat(left.iou(left)).isEqualTo(1);
    assertThat(left.iou(Masks.of("..##", "..##"))).isZero();
    assertThat(left.iou(Masks.of("....", "...."))).isZero();
    assertThat(left.area()).isEqualTo(4);
  }

  @Test
  void oneFlippedPixelIsSeen() {
    Mask left = Masks.of("##..", "##..");
    Mask flipped = Masks.of("##..", "#...");
    assertThat(left).isNotEqualTo(flipped);
    assertThat(left.iou(flipped)).isEqualTo(0.75);
  }

  @Test
  void emptyMasksAgree() {
    Mask empty = Masks.of("...", "...");
    assertThat(empty.iou(Masks.of("...", "..."))).isEqualTo(1);
  }

  @Test
  void scansRows() {
    Mask mask = Masks.of(".##.#", "#....");
    assertThat(mask.nextSet(0, 0)).isEqualTo(1);
    assertThat(mask.nextClear(1, 0)).isEqualTo(3);
    assertThat(mask.nextSet(3, 0)).isEqualTo(4);
    assertThat(mask.nextClear(4, 0)).as("the next row does not count").isEqualTo(5);
    assertThat(mask.nextSet(1, 1)).isEqualTo(5);
  }

  @Test
  void refusesWhatDoesNotFit() {
    BitSet pixels = new BitSet();
    pixels.set(6);
    assertThatThrownBy(() -> new Mask(new ImageSize(3, 2), pixels))
        .hasMessage("a pixel lies outside 3 x 2");
    assertThatThrownBy(() -> Masks.of("..").iou(Masks.of(".")))
        .hasMessage("masks of 2 x 1 and 1 x 1");
  }
}
