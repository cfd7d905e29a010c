package io.samforge.rtl.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A text that is kept in the repository, so that a change of what is emitted shows in a review.
 *
 * @param path the file
 */
record GoldenFile(Path path) {

  /** Replaces the file's content. */
  void write(String text) {
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns the first line that differs, with what to do about it; empty when all are equal. */
  Optional<String> difference(String emitted) {
    if (!Files.exists(path)) {
      return Optional.of(message("is missing"));
    }
    String kept;
    try {
      kept = Files.readString(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (kept.equals(emitted)) {
      return Optional.empty();
    }
    List<String> keptLines = List.of(kept.split("\n", -1));
    List<String> emittedLines = List.of(emitted.split("\n", -1));
    int line = 0;
    while (line(keptLines, line).equals(line(emittedLines, line))) {
      line++;
    }
    return Optional.of(
        message(
            String.format(
                "differs in line %d: kept [%s], emitted [%s]",
                line + 1, line(keptLines, line), line(emittedLines, line))));
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "end of file";
  }

  private String message(String problem) {
    return path.getFileName() + " " + problem + "; if that is wanted, run: make golden";
  }
}
