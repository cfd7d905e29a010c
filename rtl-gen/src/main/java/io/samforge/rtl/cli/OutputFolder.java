package io.samforge.rtl.cli;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes files into a folder so that none is ever seen half-written: they are completed in a
 * staging folder beside their place and then renamed. A new folder appears with all its files; in
 * an existing one every file is replaced at once, and files of other names stay.
 *
 * <p>Closed without {@link #publish}, it leaves the results of earlier runs as they were.
 */
final class OutputFolder implements AutoCloseable {
  private final Path folder;
  private final Path place;
  private final Path staging;

  /**
   * Prepares the staging folder, so that a place that cannot be written to is found early.
   *
   * @throws UserError when it cannot
   */
  OutputFolder(Path folder) {
    this.folder = folder;
    place = folder.toAbsolutePath().normalize();
    try {
      Path home = Files.isDirectory(place) ? place : place.getParent();
      if (Files.exists(place) && home != place) {
        throw new NotDirectoryException(place.toString());
      }
      Files.createDirectories(home);
      staging = Files.createDirectory(home.resolve(".rtl-gen-" + UUID.randomUUID()));
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }

  /**
   * Writes the files and puts them in place; in an existing folder in the order of the map.
   *
   * @param files content by file name
   * @throws UserError when they cannot be written
   */
  void publish(Map<String, String> files) {
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(staging.resolve(file.getKey()), file.getValue());
      }
      if (!Files.exists(place)) {
        Files.move(staging, place, StandardCopyOption.ATOMIC_MOVE);
        return;
      }
      for (String name : files.keySet()) {
        if (Files.isDirectory(place.resolve(name))) {
          throw new FileSystemException(name, null, name + " is a folder");
        }
      }
      for (String name : files.keySet()) {
        Files.move(staging.resolve(name), place.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }

  @Override
  public void close() {
    if (!Files.exists(staging)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(staging)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UserError cannotBeWritten(IOException failure) {
    String reason = failure.toString();
    if (failure instanceof AccessDeniedException) {
      reason = "permission denied";
    } else if (failure instanceof NotDirectoryException
        || failure instanceof FileAlreadyExistsException) {
      reason = "a file is in the way";
    } else if (failure instanceof NoSuchFileException) {
      reason = "no folder can be made there";
    } else if (failure instanceof FileSystemException known && known.getReason() != null) {
      reason = known.getReason();
    }
    return new UserError(folder + ": the output folder cannot be written: " + reason, failure);
  }
}
