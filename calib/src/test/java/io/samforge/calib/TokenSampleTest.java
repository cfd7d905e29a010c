package io.samforge.calib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TokenSampleTest {
  @Test
  void everyLimitGivesThatManyDifferentTokensInOrder() {
    for (int available = 1; available <= 130; available++) {
      for (int limit = 1; limit <= available; limit++) {
        int[] tokens = TokenSample.spread(available, limit);
        assertThat(tokens).hasSize(limit).isSorted().doesNotHaveDuplicates();
        assertThat(tokens[0]).isZero();
        assertThat(tokens[limit - 1]).isLessThan(available);
      }
    }
  }

  @Test
  void aSampleOfTheMapMeetsMostRowsAndColumns() {
    int[] tokens = TokenSample.spread(64 * 64, 64);
    assertThat(Arrays.stream(tokens).map(t -> t / 64).distinct().count()).isGreaterThan(32);
    assertThat(Arrays.stream(tokens).map(t -> t % 64).distinct().count()).isGreaterThan(32);
  }

  @Test
  void zeroAndLargeLimitsKeepAllTokens() {
    assertThat(TokenSample.spread(5, 0)).containsExactly(0, 1, 2, 3, 4);
    assertThat(TokenSample.spread(5, 9)).containsExactly(0, 1, 2, 3, 4);
  }
}
