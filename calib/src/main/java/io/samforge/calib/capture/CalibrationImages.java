package io.samforge.calib.capture;

import io.samforge.arch.UserError;
import io.samforge.calib.capture.CalibrationImage.Corner;
import io.samforge.calib.model.Photograph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The photographs that calibration looks at, and those it never looks at so that accuracy can be
 * measured on them.
 *
 * @param calibration images of the calibration, in order
 * @param heldOut files that no image of the calibration is made from, in order
 */
public record CalibrationImages(List<CalibrationImage> calibration, List<Path> heldOut) {
  /** Images of a calibration, if there are enough. */
  public static final int COUNT = 32;

  /** Of the files of a folder every third is held out. */
  private static final int HELD_OUT_STEP = 3;

  /** The longer side of a photograph whose parts are large enough for the model. */
  private static final int SIDE_TO_CUT = 1900;

  private static final Path BACKGROUNDS = Path.of("/usr/share/backgrounds");

  /** Copies the lists and refuses a file that is on both sides. */
  public CalibrationImages {
    calibration = List.copyOf(calibration);
    heldOut = List.copyOf(heldOut);
    Set<Path> both = new HashSet<>(heldOut);
    both.retainAll(calibration.stream().map(CalibrationImage::file).toList());
    if (!both.isEmpty()) {
      throw new IllegalArgumentException("held out and calibrated on: " + both);
    }
  }

  /**
   * The photographs of the Debian packages lomiri-wallpapers-16.04 and mate-backgrounds: ten are
   * held out, the others and parts of them make {@value #COUNT} images.
   *
   * @throws UserError when one is missing
   */
  public static CalibrationImages standard() {
    return standard(BACKGROUNDS);
  }

  static CalibrationImages standard(Path backgrounds) {
    return new CalibrationImages(
        images(present(backgrounds, DefaultPhotographs.CALIBRATION)),
        present(backgrounds, DefaultPhotographs.HELD_OUT));
  }

  /** The same with at most {@code count} images to calibrate with. */
  public CalibrationImages first(int count) {
    return new CalibrationImages(
        calibration.subList(0, Math.min(count, calibration.size())), heldOut);
  }

  private static List<Path> present(Path folder, List<String> names) {
    List<Path> files = names.stream().map(folder::resolve).toList();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new UserError(
            "the photograph %s does not exist; install the Debian packages lomiri-wallpapers-16.04 and mate-backgrounds, or name a folder with --images"
                .formatted(file));
      }
    }
    return files;
  }

  /**
   * The pictures of a folder, sorted by name; every third is held out. Of more than {@value #COUNT}
   * others an evenly spread choice is taken; to fewer, parts of large ones are added.
   *
   * @throws UserError when the folder has not at least three pictures
   */
  public static CalibrationImages ofFolder(Path folder) {
    List<Path> all = pictures(folder, HELD_OUT_STEP, ", every third is held out");
    List<Path> heldOut = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      (i % HELD_OUT_STEP == HELD_OUT_STEP - 1 ? heldOut : others).add(all.get(i));
    }
    return new CalibrationImages(images(others), heldOut);
  }

  /**
   * The pictures of one folder for the calibration, chosen as by {@link #ofFolder}, and all of
   * another held out.
   *
   * @throws UserError when a folder has no pictures, or both are the same
   */
  public static CalibrationImages ofFolders(Path folder, Path heldOutFolder) {
    List<Path> others = pictures(folder, 1, "");
    List<Path> heldOut = pictures(heldOutFolder, 1, "");
    if (folder.toAbsolutePath().normalize().equals(heldOutFolder.toAbsolutePath().normalize())) {
      throw new UserError(
          "the folder %s is both calibrated on and held out; allowed: two folders"
              .formatted(folder));
    }
    return new CalibrationImages(images(others), heldOut);
  }

  private static List<Path> pictures(Path folder, int fewest, String reason) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("the folder %s does not exist".formatted(folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> pictures =
          files
              .filter(CalibrationImages::isPicture)
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList();
      if (pictures.size() < fewest) {
        throw new UserError(
            "the folder %s has %d JPEG or PNG files; allowed: at least %d%s"
                .formatted(folder, pictures.size(), fewest, reason));
      }
      return pictures;
    } catch (IOException e) {
      throw new UserError("the folder %s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file)
        && (name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png"));
  }

  /** At most {@value #COUNT} whole files, then parts of the large ones. */
  private static List<CalibrationImage> images(List<Path> files) {
    int whole = Math.min(files.size(), COUNT);
    List<CalibrationImage> images = new ArrayList<>();
    for (int i = 0; i < whole; i++) {
      images.add(new CalibrationImage(files.get(i * files.size() / whole), Optional.empty()));
    }
    if (whole == COUNT) {
      return images;
    }
    List<Path> large =
        files.stream().filter(file -> Photograph.longerSide(file) >= SIDE_TO_CUT).toList();
    Corner[] corners = Corner.values();
    for (int round = 0; round < corners.length; round++) {
      for (int i = 0; i < large.size() && images.size() < COUNT; i++) {
        Corner corner = corners[(i + round) % corners.length];
        images.add(new CalibrationImage(large.get(i), Optional.of(corner)));
      }
    }
    return images;
  }
}
