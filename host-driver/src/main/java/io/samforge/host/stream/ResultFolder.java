package io.samforge.host.stream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.Sha256;
import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A folder of masks and {@code results.jsonl}, one line for each picture.
 *
 * <p>A mask is there completely or not at all; its line follows when it is there. A line that could
 * not be written whole is taken back, or dropped by the next run. Used by several threads.
 */
final class ResultFolder {
  static final String LINES = "results.jsonl";

  private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();
  private final Path folder;
  private final Path lines;
  private final Map<String, ImageResult> finished = new LinkedHashMap<>();

  /**
   * Opens a folder.
   *
   * @param resume whether results that are there count; without it there must be none
   * @throws UserError when there are results, or the folder cannot be used
   */
  ResultFolder(Path folder, boolean resume) {
    this.folder = folder;
    this.lines = folder.resolve(LINES);
    try {
      Files.createDirectories(folder);
      if (Files.isRegularFile(lines)) {
        if (!resume) {
          throw new UserError(lines + " exists; give --resume to go on, or another --out");
        }
        for (String line : Files.readString(lines).split("\n", -1)) {
          keep(line);
        }
        StringBuilder text = new StringBuilder();
        finished.values().forEach(result -> text.append(gson.toJson(result)).append('\n'));
        new AtomicFile(lines).write(text.toString());
      }
    } catch (IOException e) {
      throw new UserError(folder + ": the folder cannot be used: " + e.getMessage(), e);
    }
  }

  private void keep(String line) throws IOException {
    try {
      ImageResult result = gson.fromJson(line, ImageResult.class);
      if (result != null && result.error() == null && isWhole(result)) {
        finished.put(result.image(), result);
      }
    } catch (JsonParseException e) {
      // The end of a line that a run could not finish: its picture is done again.
      finished.remove("");
    }
  }

  private boolean isWhole(ImageResult result) throws IOException {
    if (result.image() == null
        || result.mask() == null
        || !result.mask().equals(maskName(result))) {
      return false;
    }
    Path mask = folder.resolve(result.mask());
    return Files.isRegularFile(mask) && Sha256.of(mask).equals(result.maskSha256());
  }

  private static String maskName(ImageResult result) {
    return maskName(result.image());
  }

  /** Returns the file name of the mask of a picture. */
  static String maskName(String image) {
    return image + ".mask.png";
  }

  /** Returns whether the mask of a picture is there, made from the same things. */
  synchronized boolean has(String image, String key) {
    return finished.containsKey(image) && finished.get(image).key().equals(key);
  }

  /**
   * Writes the mask of a picture, if there is one, and its line.
   *
   * @throws UserError when they cannot be written; then the picture is not finished
   */
  synchronized void add(ImageResult result, byte[] png) {
    if (result.mask() != null) {
      new AtomicFile(folder.resolve(result.mask())).write(png);
    }
    byte[] line = (gson.toJson(result) + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(lines, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long end = channel.size();
      try {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        channel.position(end);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    } catch (IOException e) {
      throw new UserError(lines + ": the results cannot be written: " + e.getMessage(), e);
    }
    finished.put(result.image(), result);
  }
}
