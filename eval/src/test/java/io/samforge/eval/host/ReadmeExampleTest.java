package io.samforge.eval.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.AtomicFile;
import io.samforge.host.mask.EncoderInput;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.MaskImage;
import io.samforge.host.mask.Prompt;
import io.samforge.host.stream.Segmenter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The five lines of the README compile, run, and are the same here and there. */
class ReadmeExampleTest {
  private static final Path FOLDER = Path.of("target", "readme-example");

  @Test
  void fiveLinesMakeAMask() throws IOException {
    Files.createDirectories(FOLDER);
    new StreamSam(3).model().save(FOLDER.resolve("model.sfp"));
    Pictures.write(FOLDER.resolve("photo.png"), new Random(3));
    Files.deleteIfExists(FOLDER.resolve("mask.png"));
    // example:
    Segmenter sam =
        Segmenter.open("sim:../configs/tiny.json", Path.of("target/readme-example/model.sfp"));
    BufferedImage photo = EncoderInput.read(Path.of("target/readme-example/photo.png"));
    Prompt prompt = Prompt.point(ImageSize.of(photo), 80, 60);
    byte[] png = MaskImage.png(sam.segment(photo, prompt).mask());
    new AtomicFile(Path.of("target/readme-example/mask.png")).write(png);
    // :example
    sam.close();
    BufferedImage mask = EncoderInput.read(FOLDER.resolve("mask.png"));
    assertThat(mask.getWidth()).isEqualTo(Pictures.WIDTH);
    Path source =
        Path.of("src", "test", "java", "io", "samforge", "eval", "host", "ReadmeExampleTest.java");
    List<String> readme = statements(Path.of("..", "README.md"), "```java", "```");
    assertThat(readme).hasSize(5);
    assertThat(statements(source, "    // example:", "    // :example")).isEqualTo(readme);
  }

  /** Statements between two lines, without their literals and line breaks. */
  private static List<String> statements(Path file, String first, String last) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int from = lines.indexOf(first) + 1;
    int to = from + lines.subList(from, lines.size()).indexOf(last);
    String text = String.join(" ", lines.subList(from, to)).replaceAll("\"[^\"]*\"|\\d+", "*");
    return Stream.of(text.split(";")).map(s -> s.replaceAll("\\s+", "")).toList();
  }
}
