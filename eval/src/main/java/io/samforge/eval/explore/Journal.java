package io.samforge.eval.explore;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computed points, a line each, appended when they are there. A last line that was cut off by a
 * crash is dropped.
 */
public final class Journal {
  private final Path file;
  private final Map<DesignPoint, PointSpeed> known = new HashMap<>();
  private final Gson gson = new Gson();

  /**
   * Opens the journal of a task, with everything that was computed for it before.
   *
   * @param folder where journals are kept
   * @param version what results depend on besides the task, such as a hash of the programs
   * @throws UserError if it cannot be read or written
   */
  public Journal(Path folder, PointTask task, String version) {
    String memory = task.dram() ? "dram" : "ideal";
    file = folder.resolve("%s-%s-%s.jsonl".formatted(task.network(), memory, version));
    try {
      Files.createDirectories(folder);
      if (Files.exists(file)) {
        read(Files.readAllLines(file));
      }
    } catch (IOException e) {
      throw new UserError(file + ": the journal cannot be read: " + e.getMessage(), e);
    }
  }

  private void read(List<String> lines) throws IOException {
    StringBuilder kept = new StringBuilder();
    for (String line : lines) {
      try {
        PointSpeed speed = gson.fromJson(line, PointSpeed.class);
        known.put(speed.point(), speed);
        kept.append(line).append('\n');
      } catch (JsonParseException cutOff) {
        break;
      }
    }
    Files.writeString(file, kept);
  }

  /** Returns the result of a point. */
  public Optional<PointSpeed> find(DesignPoint point) {
    return Optional.ofNullable(known.get(point));
  }

  /**
   * Adds a result.
   *
   * @throws UserError if it cannot be written
   */
  public void add(PointSpeed speed) {
    try {
      Files.writeString(
          file,
          gson.toJson(speed) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UserError(file + ": the journal cannot be written: " + e.getMessage(), e);
    }
    known.put(speed.point(), speed);
  }
}
