package io.samforge.calib.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.UserError;
import io.samforge.calib.MemoryUse;
import io.samforge.calib.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is in a file, reading it ends in a model or in one line, soon and with little memory.
 */
class DamagedModelTest {
  private static final int FILES = 250;
  private static final long MOST_MEMORY = 400L << 20;

  @TempDir private Path folder;
  private final Random random = Seeds.random("DamagedModelTest", 34);

  @Test
  void damagedFilesGiveModelsOrErrors() throws IOException {
    byte[] sound = Models.encoder(random).graph().model().toByteArray();
    read(sound);
    long before = MemoryUse.peak();
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = damaged(sound);
      try {
        assertThat(read(damaged).graph().steps()).isNotEmpty();
      } catch (UserError e) {
        refused++;
        assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
      }
    }
    System.out.printf("%d of %d damaged files were refused%n", refused, FILES);
    assertThat(refused).isBetween(FILES / 2, FILES - 1);
    assertThat(MemoryUse.peak() - before).isLessThan(MOST_MEMORY);
  }

  private StagedModel read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("damaged.onnx"), bytes);
    return GraphReader.read(file, GraphOptions.encoder());
  }

  private byte[] damaged(byte[] sound) {
    byte[] bytes = sound.clone();
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> flipped(bytes, 1);
      case 2 -> flipped(bytes, 1 + random.nextInt(20));
      default -> lengthened(bytes);
    };
  }

  private byte[] flipped(byte[] bytes, int bits) {
    for (int i = 0; i < bits; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Sets a few bytes so that, where they are a number, it becomes very large. */
  private byte[] lengthened(byte[] bytes) {
    int at = random.nextInt(bytes.length - 5);
    Arrays.fill(bytes, at, at + 1 + random.nextInt(5), (byte) 0xff);
    return bytes;
  }
}
