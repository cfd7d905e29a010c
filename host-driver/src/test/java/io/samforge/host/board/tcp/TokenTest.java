package io.samforge.host.board.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
  private static final byte[] CHALLENGE =
      "a challenge of the server".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void sixteenCharactersAreEnough() {
    assertThat(Token.of("0123456789abcdef").proof(CHALLENGE)).hasSize(32);
    assertThatThrownBy(() -> Token.of("0123456789abcde"))
        .isInstanceOf(UserError.class)
        .hasMessage("the token is too short; allowed: at least 16 characters");
  }

  /** Blanks around it, and what stands below it, are not part of a token. */
  @Test
  void aFileHoldsATokenInItsFirstLine() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "  0123456789abcdef \r\nsomething\n");
    assertThat(Token.read(file).proof(CHALLENGE))
        .isEqualTo(Token.of("0123456789abcdef").proof(CHALLENGE));
    Files.writeString(file, "   0123456789abcde   \n0123456789abcdef\n");
    assertThatThrownBy(() -> Token.read(file)).isInstanceOf(UserError.class);
    Files.writeString(file, "");
    assertThatThrownBy(() -> Token.read(file)).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> Token.read(folder.resolve("none")))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(folder.resolve("none") + ": the token cannot be read");
  }

  @Test
  void everyBitOfAProofCounts() {
    Token token = Token.of("0123456789abcdef");
    byte[] proof = token.proof(CHALLENGE);
    assertThat(token.proven(CHALLENGE, proof)).isTrue();
    for (int bit = 0; bit < 8 * proof.length; bit++) {
      byte[] wrong = proof.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(token.proven(CHALLENGE, wrong)).as("bit %d", bit).isFalse();
    }
    for (int length : new int[] {0, 31, 33}) {
      assertThat(token.proven(CHALLENGE, Arrays.copyOf(proof, length))).isFalse();
    }
    assertThat(token.proven(Arrays.copyOf(CHALLENGE, 24), proof)).isFalse();
    assertThat(Token.NONE.proven(CHALLENGE, proof)).isFalse();
  }
}
