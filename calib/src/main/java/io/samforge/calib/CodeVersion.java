package io.samforge.calib;

import io.samforge.arch.config.AcceleratorConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identifies what computes results that are kept in files: the classes of this module and of {@code
 * arch}, and the version of Java, whose powers may differ in the last bit.
 */
public final class CodeVersion {
  private CodeVersion() {}

  /** The SHA-256, 64 lower-case hexadecimal digits. */
  public static String digest() {
    return Holder.DIGEST;
  }

  /** Computed when it is first asked for. */
  private static final class Holder {
    private static final String DIGEST = compute();

    private static String compute() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(System.getProperty("java.runtime.version").getBytes(StandardCharsets.UTF_8));
        for (Class<?> origin : List.of(CodeVersion.class, AcceleratorConfig.class)) {
          add(
              digest,
              Path.of(origin.getProtectionDomain().getCodeSource().getLocation().getPath()));
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (IOException e) {
        throw new IllegalStateException("cannot read the classes", e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    private static void add(MessageDigest digest, Path origin) throws IOException {
      if (Files.isDirectory(origin)) {
        addFiles(digest, origin);
        return;
      }
      try (FileSystem jar = FileSystems.newFileSystem(origin)) {
        addFiles(digest, jar.getPath("/io"));
      }
    }

    /** Names and contents of all classes, so that a folder and a jar of the same code agree. */
    private static void addFiles(MessageDigest digest, Path root) throws IOException {
      try (Stream<Path> files = Files.walk(root)) {
        List<Path> classes =
            files
                .filter(file -> file.toString().endsWith(".class"))
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
        for (Path file : classes) {
          digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      }
    }
  }
}
