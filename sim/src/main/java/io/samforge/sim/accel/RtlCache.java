package io.samforge.sim.accel;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Module;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.verilator.BuildCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps generated Verilog by the content of the generator and the configuration, so that a program
 * that starts again does not elaborate again.
 */
public final class RtlCache {
  private final Path folder;
  private final String generator;

  private RtlCache(Path folder, String generator) {
    this.folder = folder;
    this.generator = generator;
  }

  /** Returns the cache beside the cache of simulation models. */
  public static RtlCache standard() {
    return new RtlCache(BuildCache.standard().root().resolve("rtl"), generatorHash());
  }

  /** Returns the Verilog of a configuration, from the cache or newly generated. */
  public String accelerator(AcceleratorConfig config) {
    Path file =
        folder.resolve(sha256(List.of(generator, config.canonicalJson(), config.name())) + ".v");
    try {
      if (Files.exists(file)) {
        return Files.readString(file);
      }
      String text = RtlGenerator.accelerator(config);
      new AtomicFile(file).write(text);
      return text;
    } catch (IOException e) {
      throw new UserError("cannot use the cache folder " + folder + ": " + e.getMessage());
    }
  }

  private static String generatorHash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Class<?> origin : List.of(RtlGenerator.class, AcceleratorConfig.class, Module.class)) {
        Path source = Path.of(origin.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (Stream<Path> files = Files.walk(source)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
          }
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot read the generator's classes", e);
    }
  }

  private static String sha256(List<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(part -> digest.update((part + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
