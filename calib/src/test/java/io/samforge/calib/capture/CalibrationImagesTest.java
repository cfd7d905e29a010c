package io.samforge.calib.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.model.TensorShape;
import io.samforge.calib.capture.CalibrationImage.Corner;
import io.samforge.calib.model.Photograph;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationImagesTest {
  @TempDir Path folder;

  private void picture(String name, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff0000);
    image.setRGB(width - 1, height - 1, 0x00ff00);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private static List<String> names(CalibrationImages images) {
    return images.calibration().stream().map(CalibrationImage::name).toList();
  }

  @Test
  void theDefaultPhotographs() {
    CalibrationImages images = CalibrationImages.standard();
    assertThat(images.heldOut()).hasSize(10).allMatch(Files::isRegularFile);
    assertThat(names(images)).hasSize(32).doesNotHaveDuplicates();
    assertThat(images.calibration().stream().filter(i -> i.part().isEmpty())).hasSize(18);
    Set<Path> used = new HashSet<>(images.calibration().stream().map(i -> i.file()).toList());
    assertThat(used).doesNotContainAnyElementsOf(images.heldOut());
    assertThat(names(images)).contains("Picture_0B_by_freespace.jpg NORTH_WEST");
    assertThat(names(images).get(31)).isEqualTo("TwoWings.jpg SOUTH_EAST");
    assertThatThrownBy(() -> CalibrationImages.standard(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Picture_0B_by_freespace.jpg does not exist; install the Debian")
        .hasMessageEndingWith("or name a folder with --images");
  }

  @Test
  void everyThirdFileOfAFolderIsHeldOut() throws IOException {
    for (int i = 0; i < 8; i++) {
      picture("p" + i + (i % 2 == 0 ? ".png" : ".PNG"), 20, 10);
    }
    Files.writeString(folder.resolve("p1a.txt"), "no picture");
    CalibrationImages images = CalibrationImages.ofFolder(folder);
    assertThat(names(images))
        .containsExactly("p0.png", "p1.PNG", "p3.PNG", "p4.png", "p6.png", "p7.PNG");
    assertThat(images.heldOut().stream().map(file -> file.getFileName().toString()))
        .containsExactly("p2.png", "p5.PNG");
  }

  @Test
  void partsOfLargePicturesFillUp() throws IOException {
    picture("a.png", 1900, 5);
    picture("b.png", 30, 5);
    picture("c.png", 1900, 5);
    picture("d.png", 5, 1950);
    CalibrationImages images = CalibrationImages.ofFolder(folder);
    assertThat(names(images))
        .containsExactly(
            "a.png",
            "b.png",
            "d.png",
            "a.png NORTH_WEST",
            "d.png SOUTH_EAST",
            "a.png SOUTH_EAST",
            "d.png NORTH_EAST",
            "a.png NORTH_EAST",
            "d.png SOUTH_WEST",
            "a.png SOUTH_WEST",
            "d.png NORTH_WEST");
  }

  @Test
  void ofManyFilesAnEvenChoiceIsTaken() throws IOException {
    for (int i = 0; i < 96; i++) {
      Files.write(folder.resolve("p%02d.jpg".formatted(i)), new byte[0]);
    }
    CalibrationImages images = CalibrationImages.ofFolder(folder);
    assertThat(images.heldOut()).hasSize(32);
    assertThat(names(images)).hasSize(32).startsWith("p00.jpg", "p03.jpg", "p06.jpg");
  }

  @Test
  void heldOutPicturesOfTheirOwn() throws IOException {
    picture("a.png", 4, 4);
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThatThrownBy(() -> CalibrationImages.ofFolders(folder, other))
        .isInstanceOf(UserError.class)
        .hasMessage("the folder %s has 0 JPEG or PNG files; allowed: at least 1".formatted(other));
    Files.copy(folder.resolve("a.png"), other.resolve("b.png"));
    CalibrationImages images = CalibrationImages.ofFolders(folder, other);
    assertThat(names(images)).containsExactly("a.png");
    assertThat(images.heldOut()).containsExactly(other.resolve("b.png"));
    assertThatThrownBy(() -> CalibrationImages.ofFolders(folder, other.resolve("..")))
        .hasMessage(
            "the folder %s is both calibrated on and held out; allowed: two folders"
                .formatted(folder));
  }

  @Test
  void foldersWithoutPicturesAreUserErrors() throws IOException {
    assertThatThrownBy(() -> CalibrationImages.ofFolder(folder))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the folder %s has 0 JPEG or PNG files; allowed: at least 3, every third is held out"
                .formatted(folder));
    assertThatThrownBy(() -> CalibrationImages.ofFolder(folder.resolve("no")))
        .isInstanceOf(UserError.class)
        .hasMessage("the folder %s does not exist".formatted(folder.resolve("no")));
    for (String name : List.of("a.jpg", "b.jpg", "c.jpg")) {
      Files.writeString(folder.resolve(name), "no picture");
    }
    assertThatThrownBy(() -> CalibrationImages.ofFolder(folder))
        .isInstanceOf(UserError.class)
        .hasMessage("the photograph %s is neither JPEG nor PNG".formatted(folder.resolve("a.jpg")));
  }

  @Test
  void aPartReachesToItsCorner() throws IOException {
    picture("a.png", 1000, 500);
    Path file = folder.resolve("a.png");
    Photograph whole = new CalibrationImage(file, Optional.empty()).load();
    assertThat(whole.width()).isEqualTo(1000);
    float[] black = new CalibrationImage(file, Optional.of(Corner.NORTH_EAST)).load().pixels();
    for (Corner corner : Corner.values()) {
      Photograph part = new CalibrationImage(file, Optional.of(corner)).load();
      assertThat(part.width()).isEqualTo(600);
      assertThat(part.height()).isEqualTo(300);
      boolean marked = corner == Corner.NORTH_WEST || corner == Corner.SOUTH_EAST;
      assertThat(Arrays.equals(part.pixels(), black)).isEqualTo(!marked);
    }
  }

  @Test
  void theIdentityDependsOnFileAndPart() throws IOException {
    picture("a.png", 4, 4);
    picture("b.png", 4, 5);
    TensorShape input = new TensorShape("x", List.of(3L, 1024L, 1024L));
    CalibrationImage a = new CalibrationImage(folder.resolve("a.png"), Optional.empty());
    CalibrationImage b = new CalibrationImage(folder.resolve("b.png"), Optional.empty());
    CalibrationImage part = new CalibrationImage(a.file(), Optional.of(Corner.NORTH_EAST));
    byte[] identity = a.inputOf(input).identity();
    assertThat(identity).isEqualTo(a.inputOf(input).identity());
    assertThat(identity).isNotEqualTo(b.inputOf(input).identity());
    assertThat(identity).isNotEqualTo(part.inputOf(input).identity());
    assertThat(a.inputOf(input).tensors().get("x").shape()).isEqualTo(input.shape());
    assertThatThrownBy(() -> a.inputOf(new TensorShape("x", List.of(1L, 3L, 8L, 8L))))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the input x of the model has the shape [1, 3, 8, 8]; allowed: [1, 3, 1024, 1024]");
  }
}
