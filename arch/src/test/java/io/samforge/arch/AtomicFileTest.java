package io.samforge.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void makesFoldersAndReplacesAnOlderFile() {
    Path file = folder.resolve("a/b/c.txt");
    new AtomicFile(file).write("old");
    new AtomicFile(file).write("new");
    assertThat(file).hasContent("new");
    assertThat(file.getParent().toFile().list()).containsExactly("c.txt");
  }

  @Test
  void contentThatBreaksOffLeavesTheOlderFile() {
    Path file = folder.resolve("c.txt");
    new AtomicFile(file).write("old");
    AtomicFile.Content broken =
        out -> {
          out.write('n');
          throw new IOException("no more");
        };
    assertThatThrownBy(() -> new AtomicFile(file).write(broken))
        .isInstanceOf(UserError.class)
        .hasMessage(file + ": the file cannot be written: java.io.IOException: no more");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("c.txt");
  }

  @Test
  void aFailureIsOneLineAndLeavesNothingBehind() throws IOException {
    Path file = folder.resolve("taken");
    Files.createDirectories(file.resolve("inner"));
    assertThatThrownBy(() -> new AtomicFile(file).write("x"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": the file cannot be written: ")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("\n");
    assertThat(folder.toFile().list()).containsExactly("taken");
    assertThat(file.resolve("inner")).isDirectory();
  }
}
