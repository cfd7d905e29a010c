package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.ActivationLayout;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.sim.TestDesigns;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The comparison itself, without hardware: one flipped bit in memory is named exactly. */
class MismatchTest {
  @Test
  void namesEveryFlippedBit() {
    long seed = TestDesigns.seed(77);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    int flips = 0;
    int codes = 0;
    for (AcceleratorConfig config : TestConfigs.small()) {
      for (int i = 0; i < 4; i++) {
        TestProgram test = new RandomPrograms(config, random).next();
        for (int layer = 0; layer < test.layers().size(); layer++) {
          for (int flip = 0; flip < 10; flip++) {
            codes += flipOne(config, test, layer, random) ? 0 : 1;
            flips++;
          }
        }
      }
    }
    assertThat(flips).isGreaterThan(1000);
    assertThat(codes).isGreaterThan(flips / 2);
  }

  @Test
  void namesTheFirstOfMany() {
    AcceleratorConfig config = TestConfigs.shipped("tiny");
    RandomLayers layers = new RandomLayers(config, new Random(3));
    TestProgram test =
        new TestProgram.Builder(config)
            .layer(
                layers.layer("two-tiles", 40, 8, 9, OperandKind.HLUQ, RandomLayers.Output.UNIFORM),
                layers.codes(40, 8))
            .build();
    ProgramTensor tensor = test.program().outputOf(0);
    byte[][] wrong = test.golden().get(0).codes().clone();
    // The accelerator finishes tile 0 with its three output tiles before it starts tile 1.
    for (int[] place : new int[][] {{2, 8}, {31, 1}, {33, 0}}) {
      wrong[place[0]] = wrong[place[0]].clone();
      wrong[place[0]][place[1]] ^= 5;
    }
    Mismatch first =
        Mismatch.find(test.program(), 0, test.golden().get(0), tensor.packCodes(config, wrong))
            .orElseThrow();
    int expected = test.golden().get(0).codes()[31][1];
    assertThat(first)
        .isEqualTo(
            new Mismatch("two-tiles", 0, 0, 0, 31, 1, 1, false, 4, expected, expected ^ 5, 3, 360));
    assertThat(first.text())
        .isEqualToIgnoringNewLines(
            String.format(
                    "layer two-tiles (number 0): 3 of 360 elements differ"
                        + "first: token 31 in token tile 0, channel 1 (slot 1) in output tile 0:"
                        + " expected code %d (0x%x), found %d (0x%x)",
                    expected, expected, expected ^ 5, expected ^ 5)
                .replace("found ", "found code "));
  }

  /** Flips one bit of a layer's output; returns whether it is one of raw numbers. */
  private static boolean flipOne(
      AcceleratorConfig config, TestProgram test, int layer, Random random) {
    ProgramTensor tensor = test.program().outputOf(layer);
    ActivationLayout layout = tensor.layout(config);
    byte[] memory =
        tensor.raw()
            ? layout.packRaw(test.golden().get(layer).values())
            : tensor.packCodes(config, test.golden().get(layer).codes());
    assertThat(Mismatch.find(test.program(), layer, test.golden().get(layer), memory)).isEmpty();
    int token = random.nextInt(layout.tokens());
    int slot = random.nextInt(layout.slots());
    int bit = random.nextInt(layout.bits());
    long position = layout.position(token, slot) + bit;
    memory[(int) (position / 8)] ^= (byte) (1 << position % 8);
    Optional<Mismatch> found =
        Mismatch.find(test.program(), layer, test.golden().get(layer), memory);
    assertThat(found).as("%s", test).isPresent();
    Mismatch mismatch = found.get();
    int tileTokens = test.program().descriptor(layer).tileTokens();
    assertThat(mismatch.layer()).isEqualTo(test.layers().get(layer).name());
    assertThat(mismatch.layerIndex()).isEqualTo(layer);
    assertThat(mismatch.token()).isEqualTo(token);
    assertThat(mismatch.tokenTile()).isEqualTo(token / tileTokens);
    assertThat(mismatch.slot()).isEqualTo(slot);
    assertThat(mismatch.outputTile()).isEqualTo(slot / config.outputLanes());
    assertThat(mismatch.channel()).isEqualTo(tensor.slotChannel()[slot]);
    assertThat(mismatch.expected() ^ mismatch.actual()).isEqualTo(1 << bit);
    assertThat(mismatch.differing()).isEqualTo(1);
    assertThat(mismatch.bitPosition(test.program()) + bit).isEqualTo(position);
    return tensor.raw();
  }
}
