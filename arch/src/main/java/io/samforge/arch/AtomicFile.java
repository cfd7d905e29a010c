package io.samforge.arch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file that is never seen half-written: it is completed under another name, then renamed. */
public record AtomicFile(Path path) {
  /**
   * Writes all of the file.
   *
   * @throws UserError if it cannot be written; an older file stays as it was
   */
  public void write(byte[] content) {
    try {
      Path folder = Files.createDirectories(path.toAbsolutePath().getParent());
      Path fresh = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp");
      try {
        Files.write(fresh, content);
        Files.move(
            fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new UserError(path + ": the file cannot be written: " + e, e);
    }
  }

  /** Writes all of the file as UTF-8. */
  public void write(String content) {
    write(content.getBytes(StandardCharsets.UTF_8));
  }
}
