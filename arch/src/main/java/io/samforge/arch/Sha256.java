package io.samforge.arch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of bytes, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
  /** Bytes that are read at a time. */
  private static final int PART = 1 << 16;

  private Sha256() {}

  /** Returns the digits. */
  public static String of(byte[] data) {
    return HexFormat.of().formatHex(algorithm().digest(data));
  }

  /**
   * Returns the digits of a file, which is not held in memory.
   *
   * @throws IOException if it cannot be read
   */
  public static String of(Path file) throws IOException {
    MessageDigest digest = algorithm();
    byte[] part = new byte[PART];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        digest.update(part, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
