package io.samforge.sim.verilator;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of build results addressed by content hash, shared by concurrent threads and processes.
 *
 * <p>A result is built in a private folder under a file lock and published by one rename, so a
 * reader sees either nothing or everything.
 *
 * @param root the folder that holds all results
 */
public record BuildCache(Path root) {
  private static final long LOCK_POLL_MILLIS = 25;

  /** Fills an empty folder with a build result. */
  @FunctionalInterface
  interface Step {
    /**
     * Fills the folder.
     *
     * @param folder the empty folder to fill
     * @param kept where the folder will be found if this step fails
     */
    void build(Path folder, Path kept) throws IOException;
  }

  /** Requires a path. */
  public BuildCache {
    if (root == null) {
      throw new UserError("build cache: no folder given");
    }
  }

  /** Returns the cache in {@code SAMFORGE_CACHE}, or in {@code ~/.cache/samforge} without it. */
  public static BuildCache standard() {
    String configured = System.getenv("SAMFORGE_CACHE");
    return new BuildCache(
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "samforge")
            : Path.of(configured));
  }

  /**
   * Returns the folder of a result, building it when no one has built it before.
   *
   * <p>When the step fails, its folder is kept as {@code <hash>.failed} for inspection.
   */
  Path obtain(String kind, String hash, Step step) {
    Path result = root.resolve(kind).resolve(hash);
    if (Files.isDirectory(result)) {
      return result;
    }
    try {
      Files.createDirectories(result.getParent());
      Path lockFile = result.resolveSibling(hash + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = lock(channel)) {
        if (!Files.isDirectory(result)) {
          buildAndPublish(result, step);
        }
      }
      return result;
    } catch (IOException failure) {
      throw new UserError("build cache " + root + ": " + failure);
    }
  }

  private static void buildAndPublish(Path result, Step step) throws IOException {
    // The lock is held: a folder of this name is left over from a process that was killed.
    Path workFolder = result.resolveSibling(result.getFileName() + ".building");
    deleteTree(workFolder);
    Files.createDirectory(workFolder);
    Path kept = result.resolveSibling(result.getFileName() + ".failed");
    try {
      step.build(workFolder, kept);
      Files.move(workFolder, result, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException failure) {
      deleteTree(kept);
      Files.move(workFolder, kept, StandardCopyOption.ATOMIC_MOVE);
      throw failure;
    }
  }

  // A file lock excludes other processes; another thread of this one gets an exception instead.
  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        FileLock held = channel.tryLock();
        if (held != null) {
          return held;
        }
      } catch (OverlappingFileLockException heldByAnotherThread) {
        // Falls through to the same wait as a lock held by another process.
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOCK_POLL_MILLIS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another build of the same content was running");
    }
  }

  /** Deletes a folder and everything in it; a missing folder is fine. */
  static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
