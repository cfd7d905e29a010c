package io.samforge.eval.full;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a simulation leaves on disk to go on from: the golden tensors and the units that are
 * finished, all for one package and one photograph.
 */
final class WorkFolder {
  private static final Gson GSON = new Gson();

  private final Path root;
  private final String key;

  private record KeyedResult(String key, UnitResult result) {}

  /**
   * Opens a folder, which need not exist.
   *
   * @param key what the content belongs to; content of another key does not count
   */
  WorkFolder(Path root, String key) {
    this.root = root;
    this.key = key;
  }

  /** The folder of the golden tensors. */
  TensorFolder tensors() {
    return new TensorFolder(root.resolve("tensors"));
  }

  /** Logs of the worker processes. */
  Path log(int worker) {
    return root.resolve("worker-" + worker + ".log");
  }

  /** Whether all golden tensors are there. */
  boolean hasGolden() {
    try {
      return Files.exists(golden()) && Files.readString(golden()).equals(key);
    } catch (IOException e) {
      return false;
    }
  }

  /** Tells that all golden tensors are there. */
  void goldenIsComplete() {
    new AtomicFile(golden()).write(key);
  }

  /** Removes the golden tensors; they take a gigabyte. */
  void removeGolden() {
    try {
      Files.deleteIfExists(golden());
      if (!Files.isDirectory(tensors().root())) {
        return;
      }
      try (Stream<Path> files = Files.walk(tensors().root())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UserError(root + ": the work folder cannot be emptied: " + e, e);
    }
  }

  /** Keeps what was found about a unit. */
  void write(UnitResult result) {
    new AtomicFile(file(result.unit())).write(GSON.toJson(new KeyedResult(key, result)) + "\n");
  }

  /** Returns what was found about a unit, if it is finished. */
  Optional<UnitResult> result(int unit) {
    try {
      KeyedResult kept = GSON.fromJson(Files.readString(file(unit)), KeyedResult.class);
      boolean usable = kept != null && key.equals(kept.key) && kept.result != null;
      return usable ? Optional.of(kept.result) : Optional.empty();
    } catch (IOException | JsonParseException e) {
      return Optional.empty();
    }
  }

  /** Returns the last lines of the log of a worker. */
  List<String> lastLines(int worker, int most) {
    try {
      List<String> lines = Files.readAllLines(log(worker));
      return lines.subList(Math.max(0, lines.size() - most), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path golden() {
    return root.resolve("golden.key");
  }

  private Path file(int unit) {
    return root.resolve("results").resolve("%03d.json".formatted(unit));
  }
}
