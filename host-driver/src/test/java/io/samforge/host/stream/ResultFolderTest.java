package io.samforge.host.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Sha256;
import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as finished when a run goes on. */
class ResultFolderTest {
  private static final byte[] PNG = {1, 2, 3};

  @TempDir private Path folder;

  private static ImageResult result(String image, String key, String mask) {
    return new ImageResult(
        image, key, 4, 3, "", mask, Sha256.of(PNG), 1, 0.5, 1, 1, null, null, null, null);
  }

  private static ImageResult result(String image, String key) {
    return result(image, key, ResultFolder.maskName(image));
  }

  private Path lines() {
    return folder.resolve(ResultFolder.LINES);
  }

  @Test
  void aMaskIsFinishedForItsPictureAndItsKeyOnly() throws IOException {
    ResultFolder first = new ResultFolder(folder, false);
    first.add(result("a.png", "k"), PNG);
    assertThat(first.has("a.png", "k")).isTrue();
    ResultFolder again = new ResultFolder(folder, true);
    assertThat(again.has("a.png", "k")).isTrue();
    assertThat(again.has("a.png", "l")).isFalse();
    assertThat(again.has("b.png", "k")).isFalse();
    assertThat(Files.readAllBytes(folder.resolve("a.png.mask.png"))).isEqualTo(PNG);
    assertThatThrownBy(() -> new ResultFolder(folder, false))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("give --resume");
  }

  /** Each line is wrong in one thing, and the last one whole. */
  @Test
  void onlyWholeResultsAreKept() throws IOException {
    ResultFolder first = new ResultFolder(folder, false);
    for (String image : new String[] {"changed", "gone", "whole"}) {
      first.add(result(image, "k"), PNG);
    }
    first.add(ImageResult.failed("failed", "it cannot be read"), null);
    first.add(result("elsewhere", "k", "of another.mask.png"), PNG);
    Files.write(folder.resolve("changed.mask.png"), new byte[] {1, 2, 4});
    Files.delete(folder.resolve("gone.mask.png"));
    Files.writeString(
        lines(), Files.readString(lines()) + "{}\nnull\n{\"image\":\"cut\",\"key\":\"k\",\"ma");
    ResultFolder again = new ResultFolder(folder, true);
    assertThat(again.has("whole", "k")).isTrue();
    for (String image : new String[] {"changed", "gone", "failed", "elsewhere", "cut"}) {
      assertThat(again.has(image, "k")).as(image).isFalse();
    }
    // What was dropped is not in the file any more, and the next line begins a line.
    again.add(result("next", "k"), PNG);
    assertThat(Files.readAllLines(lines()))
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"image\":\"") && line.endsWith("}"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void aMaskThatCannotBeWrittenHasNoLine() throws IOException {
    ResultFolder results = new ResultFolder(folder, false);
    Files.createDirectories(folder.resolve("a.png.mask.png").resolve("in the way"));
    assertThatThrownBy(() -> results.add(result("a.png", "k"), PNG)).isInstanceOf(UserError.class);
    assertThat(results.has("a.png", "k")).isFalse();
    assertThat(lines()).doesNotExist();
  }
}
