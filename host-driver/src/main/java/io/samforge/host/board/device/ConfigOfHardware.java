package io.samforge.host.board.device;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Register;
import io.samforge.host.board.BoardUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** Finds the configuration that hardware was generated from: the registers hold only its hash. */
final class ConfigOfHardware {
  private ConfigOfHardware() {}

  /**
   * Returns the configuration that the URL names, or the one in {@code configs/} with the hash of
   * the hardware.
   *
   * @param registers reads a register at a byte offset
   * @throws UserError when there is none
   */
  static AcceleratorConfig find(BoardUrl url, IntUnaryOperator registers) {
    if (url.option("config").isPresent()) {
      return AcceleratorConfig.load(Path.of(url.option("config").get()));
    }
    Path folder = Path.of(System.getProperty("samforge.root", "."), "configs");
    try (Stream<Path> files =
        Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
      List<Path> sorted = files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
      return sorted.stream()
          .map(AcceleratorConfig::load)
          .filter(config -> matches(config, registers))
          .findFirst()
          .orElseThrow(
              () ->
                  new UserError(
                      "%s: no configuration in %s has the hash of this hardware; name its file with"
                              .formatted(url, folder)
                          + " ?config=FILE"));
    } catch (IOException e) {
      throw new UserError(folder + ": the folder cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean matches(AcceleratorConfig config, IntUnaryOperator registers) {
    for (int i = 0; i < 8; i++) {
      if (registers.applyAsInt(Register.CONFIG_HASH0.offset() + 4 * i) != config.hashWord(i)) {
        return false;
      }
    }
    return true;
  }
}
