package io.samforge.host.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.Prompt;
import io.samforge.host.mask.PromptBox;
import io.samforge.host.mask.PromptPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptFileTest {
  private static final ImageSize SIZE = new ImageSize(200, 100);

  @TempDir private Path folder;

  private Prompt of(String text, String picture) throws IOException {
    Path file = Files.writeString(folder.resolve("points.json"), text);
    return PromptFile.read(file).of(picture, SIZE);
  }

  @Test
  void everyPictureHasItsPromptOrThatOfTheOthersOrTheMiddle() throws IOException {
    String text =
        "{\"a\": {\"points\": [[12, 8], [3, 4, 0]], \"box\": [0, 1, 20, 30]}, \"*\": {\"points\":"
            + " [[5, 6]]}}";
    assertThat(of(text, "a"))
        .isEqualTo(
            new Prompt(
                SIZE,
                List.of(new PromptPoint(12, 8, true), new PromptPoint(3, 4, false)),
                Optional.of(new PromptBox(0, 1, 20, 30))));
    assertThat(of(text, "b")).isEqualTo(Prompt.point(SIZE, 5, 6));
    assertThat(of("{}", "b")).isEqualTo(Prompt.point(SIZE, 100, 50));
    assertThat(PromptFile.NONE.of("b", new ImageSize(201, 101)))
        .isEqualTo(Prompt.point(new ImageSize(201, 101), 100.5, 50.5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"points\": 5, \"box\": [0, 1, 20, 30]}",
        "{\"points\": [[1]]}",
        "{\"points\": [[1, 2, 1, 3]]}",
        "{\"box\": [0, 1, 20]}",
        "{\"box\": [0, 1, 20, 30, 40]}",
        "{\"points\": [[[1, 2], 3]]}",
        "{\"points\": [[null, 3]]}",
        "{\"points\": [[\"1\", 3]]}",
        "{\"box\": {}}",
        "{\"point\": [[1, 2]]}",
        "[]"
      })
  void wrongPromptsAreOneLineWithThePicture(String prompt) {
    assertThatThrownBy(() -> of("{\"a\": " + prompt + "}", "a"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(folder.resolve("points.json") + ", a: ")
        .hasMessageContaining("allowed");
  }
}
