package io.samforge.arch;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file that is never seen half-written: it is completed under another name, then renamed. */
public record AtomicFile(Path path) {
  /** Something that can be written. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes all of the file.
   *
   * @throws UserError if it cannot be written; an older file stays as it was
   */
  public void write(byte[] content) {
    write(out -> out.write(content));
  }

  /**
   * Writes all of the file without holding it in memory.
   *
   * @throws UserError if it cannot be written; an older file stays as it was
   */
  public void write(Content content) {
    try {
      Path folder = Files.createDirectories(path.toAbsolutePath().getParent());
      Path fresh = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp");
      try {
        // Not a channel of NIO: it would keep native memory for the largest array ever written.
        try (OutputStream out = new FileOutputStream(fresh.toFile())) {
          content.writeTo(out);
        }
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
