package io.samforge.host.board.device;

import io.samforge.arch.UserError;
import io.samforge.host.board.BoardUrl;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Device files: which there are, and how they are left alone again. */
final class DeviceFiles {
  private static final Path FOLDER = Path.of("/dev");

  private DeviceFiles() {}

  /** Returns the device files whose names match, sorted; nothing where there are none. */
  static List<Path> matching(String pattern) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Closes what has been opened of a board that cannot be, and returns what the user is told. */
  static UserError refused(BoardUrl url, IOException reason, List<Closeable> opened) {
    closeAll(opened);
    return new UserError("%s: the board cannot be opened: %s".formatted(url, reason), reason);
  }

  /** Closes what has been opened of a board that cannot be. */
  static void closeAll(List<Closeable> opened) {
    for (Closeable part : opened) {
      try {
        part.close();
      } catch (IOException e) {
        throw new IllegalStateException("an unused device cannot be closed", e);
      }
    }
  }
}
