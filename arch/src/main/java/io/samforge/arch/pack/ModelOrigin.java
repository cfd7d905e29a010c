package io.samforge.arch.pack;

/**
 * The model that a package was made of.
 *
 * @param name its name
 * @param sha256 SHA-256 of its file, 64 lower-case hexadecimal digits
 */
public record ModelOrigin(String name, String sha256) {
  /** Refuses what is no SHA-256. */
  public ModelOrigin {
    if (name.isBlank() || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("model \"" + name + "\" with SHA-256 " + sha256);
    }
  }
}
