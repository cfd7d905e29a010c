package io.samforge.eval.explore;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.Sha256;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.synth.AreaSynthesis;
import io.samforge.sim.verilator.BuildCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Areas counted by full hierarchical synthesis, each kept under the hash of its Verilog so that it
 * is counted once.
 *
 * @param folder where they are kept
 */
public record CountedAreas(Path folder) {

  /** Returns the counts in the cache of this user, {@code SAMFORGE_CACHE} or its default. */
  public static CountedAreas standard() {
    return new CountedAreas(BuildCache.standard().root().resolve("area"));
  }

  /**
   * Returns the area of an accelerator, counted now if it is not there.
   *
   * @throws UserError if Yosys is missing or the folder cannot be written
   */
  public AreaSample count(DesignPoint point) {
    AcceleratorConfig config = point.config();
    String hash = hash(config);
    Path file = folder.resolve(hash + ".json");
    if (Files.isRegularFile(file)) {
      return read(file);
    }
    AreaSample sample = AreaSample.of(point, hash, AreaSynthesis.onPath().run(config));
    new AtomicFile(file).write(SampleFile.text(List.of(sample)));
    return sample;
  }

  private static AreaSample read(Path file) {
    try {
      return SampleFile.parse(Files.readString(file), file.toString()).get(0);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the SHA-256 of the Verilog of an accelerator without comments and without the hash of
   * its configuration, which are constants that take no cells.
   */
  public static String hash(AcceleratorConfig config) {
    String text = RtlGenerator.accelerator(config);
    String code =
        text.lines()
            .filter(line -> !line.stripLeading().startsWith("//"))
            .collect(Collectors.joining("\n"));
    for (int word = 0; word < 8; word++) {
      code = code.replace("%08x".formatted(config.hashWord(word)), "00000000");
    }
    return Sha256.of(code.getBytes(StandardCharsets.UTF_8));
  }
}
