package io.samforge.eval.explore;

import io.samforge.arch.Sha256;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.eval.speed.SpeedModel;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.cycles.CycleModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A hash of the code that speeds are computed by: results of other code are not used again. */
public final class CodeVersion {
  private static final List<Class<?>> CODE =
      List.of(AcceleratorConfig.class, RtlGenerator.class, CycleModel.class, SpeedModel.class);
  private static final int DIGITS = 12;

  private CodeVersion() {}

  /** Returns the first digits of the hash of the modules arch, rtl-gen, sim and eval. */
  public static String text() {
    StringBuilder all = new StringBuilder();
    for (Class<?> type : CODE) {
      try {
        Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        all.append(hash(source));
      } catch (URISyntaxException | IOException e) {
        throw new IllegalStateException("the code of " + type + " cannot be read", e);
      }
    }
    return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }

  private static String hash(Path source) throws IOException {
    if (Files.isRegularFile(source)) {
      return Sha256.of(source);
    }
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(source)) {
      files.filter(Files::isRegularFile).sorted().forEach(file -> all.append(content(file)));
    }
    return all.toString();
  }

  private static String content(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
