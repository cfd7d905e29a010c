package io.samforge.host.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RunLengthsTest {
  @Test
  void runsGoDownTheColumns() {
    RunLengths runs =
        RunLengths.of(
            Masks.of(
                "..#.", //
                ".##."));
    assertThat(runs.counts()).containsExactly(3, 3, 2);
    assertThat(runs.area()).isEqualTo(3);
  }

  @Test
  void aClearRunComesFirst() {
    assertThat(RunLengths.of(Masks.of("#.", "#.")).counts()).containsExactly(0, 2, 2);
    assertThat(RunLengths.of(Masks.of("..", "..")).counts()).containsExactly(4);
  }

  /** Texts made by pycocotools 2.0.11, {@code frPyObjects} of uncompressed counts. */
  @Test
  void compressedTextIsThatOfCoco() {
    assertCompressed("06", 0, 6);
    assertCompressed("6", 6);
    assertCompressed("213", 2, 1, 3);
    assertCompressed("121O0", 1, 2, 1, 1, 1);
    assertCompressed("T3`n13aQNmnT96UQkF", 100, 2000, 3, 1, 300000, 7, 5);
  }

  private static void assertCompressed(String text, int... counts) {
    int pixels = 0;
    for (int count : counts) {
      pixels += count;
    }
    RunLengths runs = new RunLengths(new ImageSize(1, pixels), counts);
    assertThat(runs.compressed()).isEqualTo(text);
    assertThat(RunLengths.parse(runs.size(), text)).isEqualTo(runs);
  }

  @Test
  void randomMasksSurvive() {
    long seed = Long.getLong("samforge.seed", 715);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      ImageSize size = new ImageSize(1 + random.nextInt(70), 1 + random.nextInt(70));
      Mask mask = Masks.random(random, size, random.nextDouble());
      RunLengths runs = RunLengths.of(mask);
      assertThat(RunLengths.parse(size, runs.compressed()).mask()).isEqualTo(mask);
      assertThat(runs.area()).isEqualTo(mask.area());
    }
  }

  @Test
  void refusesDamage() {
    ImageSize size = new ImageSize(2, 3);
    assertThatThrownBy(() -> new RunLengths(size, new int[] {2, 3}))
        .hasMessage("the runs cover 5 pixels, a picture of 2 x 3 has 6");
    assertThatThrownBy(() -> new RunLengths(size, new int[] {7, -1}))
        .hasMessage("a run of -1 pixels");
    assertThatThrownBy(() -> RunLengths.parse(size, "2\u00ff")).hasMessage("damaged run lengths");
    assertThatThrownBy(() -> RunLengths.parse(size, "T")).hasMessage("damaged run lengths");
  }
}
