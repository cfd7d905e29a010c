package io.samforge.arch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Configs;
import io.samforge.arch.Seeds;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Arithmetic;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TilePlanTest {

  @Test
  void aShortLayerIsOneTile() {
    assertThat(TilePlan.of(Configs.tiny(), "a", 3, 4, 8, 4)).isEqualTo(new TilePlan(3, 3, 3, 1));
    assertThat(TilePlan.of(Configs.tiny(), "a", 32, 32, 64, 4))
        .isEqualTo(new TilePlan(32, 32, 32, 1));
  }

  @Test
  void theBufferAndTheDepthBoundATile() {
    assertThat(TilePlan.of(Configs.tiny(), "a", 100, 4, 8, 4))
        .isEqualTo(new TilePlan(100, 32, 4, 4));
    // 1024 words hold 18 tokens of 56 chunks; 16 tokens fill whole 64-bit beats of 16-bit rows.
    assertThat(TilePlan.of(Configs.tiny(), "a", 100, 56, 112, 4))
        .isEqualTo(new TilePlan(100, 16, 4, 7));
  }

  /** Two blocks of 64 codes reach into a second word of 80, so half as many tokens fit. */
  @Test
  void aBlockThatEndsWithinAWordTakesTheWholeWord() {
    AcceleratorConfig split = Configs.load("zcu102-equal");
    assertThat(split.words(1)).isEqualTo(1);
    assertThat(split.words(2)).isEqualTo(2);
    assertThat(split.words(5)).isEqualTo(4);
    int words = split.activationBufferWords();
    AcceleratorConfig small =
        AcceleratorConfig.fromJson(
            split
                .toJson()
                .replace("\"maxInChannels\": 5120", "\"maxInChannels\": 480")
                .replace("\"activationBufferWords\": " + words, "\"activationBufferWords\": 1024"),
            "small");
    assertThat(TilePlan.of(small, "a", 4096, 1, 2, 4).tileTokens()).isEqualTo(512);
    assertThat(TilePlan.of(small, "a", 4096, 1, 1, 4).tileTokens()).isEqualTo(1024);
  }

  @Test
  void everyPlanIsTheLargestThatTheRulesAllow() {
    Random random = Seeds.random(47);
    for (int i = 0; i < 20_000; i++) {
      AcceleratorConfig config = Configs.random(random);
      int chunks = 1 + random.nextInt(config.maxChunks());
      int slots = chunks * config.reductionLanes();
      int blocks = (slots + config.outputLanes() - 1) / config.outputLanes();
      int bits = random.nextBoolean() ? 32 : config.activationBits();
      int tokens = 1 + random.nextInt(600);
      TilePlan plan = TilePlan.of(config, "a", tokens, chunks, blocks, bits);
      assertThat((plan.tiles() - 1) * plan.tileTokens() + plan.lastTileTokens()).isEqualTo(tokens);
      assertThat(plan.lastTileTokens()).isBetween(1, plan.tileTokens());
      int largest = 0;
      for (int tile = 1; tile <= Math.min(tokens, config.tokenDepth()); tile++) {
        largest = allowed(config, tile, tokens, chunks, blocks, bits) ? tile : largest;
      }
      assertThat(plan.tileTokens()).isEqualTo(largest);
    }
  }

  @Test
  void aLayerThatDoesNotFitNamesTheFieldToEnlarge() {
    AcceleratorConfig config =
        new AcceleratorConfig(
            "small", 4, 5, Arithmetic.HYBRID, 8, 4, 64, 2, 1, 64, 512, 256, 1, 1, "sim");
    assertThatThrownBy(() -> TilePlan.of(config, "a", 100, 9, 18, 5))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "layer a: a tile of 64 tokens of 9 chunks does not fit; enlarge activationBufferWords"
                + " to at least 576");
    assertThat(TilePlan.of(config, "a", 50, 9, 18, 5).tiles()).isEqualTo(1);
  }

  private static boolean allowed(
      AcceleratorConfig config, int tile, int tokens, int chunks, int blocks, int bits) {
    int rows = Math.max(chunks, blocks * config.outputLanes() / config.reductionLanes());
    boolean whole =
        tile * config.outputLanes() * config.activationBits() % config.axiDataWidth() == 0
            && tile * config.outputLanes() * bits % config.axiDataWidth() == 0;
    return tile * rows <= config.activationBufferWords() && (tile == tokens || whole);
  }
}
