package io.samforge.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  @TempDir Path folder;

  /** The one-block message of FIPS 180-4's examples. */
  @Test
  void knownAnswer() {
    assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aFileReadInPartsIsItsBytes() throws IOException {
    for (int size : new int[] {0, 1, 1 << 16, (1 << 16) + 1, 200_000}) {
      byte[] bytes = new byte[size];
      for (int i = 0; i < size; i++) {
        bytes[i] = (byte) (i * 31 >> 3);
      }
      Path file = Files.write(folder.resolve("part"), bytes);
      assertThat(Sha256.of(file)).isEqualTo(Sha256.of(bytes));
      if (size > 0) {
        assertThat(Sha256.of(file)).isNotEqualTo(Sha256.of(Arrays.copyOf(bytes, size - 1)));
      }
    }
    assertThatThrownBy(() -> Sha256.of(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
