package io.samforge.eval.accuracy;

import io.samforge.calib.model.Photograph;
import io.samforge.host.mask.ImageSize;
import java.lang.ref.SoftReference;
import java.nio.file.Path;

/** A photograph that nothing was calibrated on; read when it is first needed. */
final class HeldOutImage {
  private final Path file;
  private final String fingerprint;
  private SoftReference<Photograph> photograph = new SoftReference<>(null);

  /**
   * Names a file.
   *
   * @throws io.samforge.arch.UserError if it cannot be read
   */
  HeldOutImage(Path file) {
    this.file = file;
    this.fingerprint = Fingerprint.of(file);
  }

  /** The file. */
  Path file() {
    return file;
  }

  /** Name of the file without its folder. */
  String name() {
    return file.getFileName().toString();
  }

  /** SHA-256 of the file. */
  String fingerprint() {
    return fingerprint;
  }

  /** The picture prepared for the encoder; kept as long as there is memory for it. */
  Photograph photograph() {
    Photograph known = photograph.get();
    if (known == null) {
      known = Photograph.read(file);
      photograph = new SoftReference<>(known);
    }
    return known;
  }

  /** Size of the picture. */
  ImageSize size() {
    return new ImageSize(photograph().width(), photograph().height());
  }
}
