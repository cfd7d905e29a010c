package io.samforge.arch.pack;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.Sha256;
import io.samforge.arch.UserError;
import io.samforge.arch.model.QuantizationPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * Quantisers of some steps in a file, kept while a model is calibrated: the key of everything that
 * they depend on, the SHA-256 of the rest, then the quantisers as JSON, each on a line of its own.
 *
 * @param path the file
 */
public record PlanFile(Path path) {
  private static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .registerTypeAdapterFactory(new RecordTypes())
          .registerTypeAdapterFactory(new SealedTypes())
          .registerTypeAdapter(byte[].class, new Base64Adapter())
          .create();

  /**
   * Writes the file whole.
   *
   * @param key text of one line
   */
  public void save(String key, QuantizationPlan plan) {
    String json = GSON.toJson(plan);
    new AtomicFile(path).write(key + "\n" + digest(json) + "\n" + json + "\n");
  }

  /**
   * Reads the file if it is there, whole, and was written with the same key.
   *
   * @throws UserError when it is there and cannot be read
   */
  public Optional<QuantizationPlan> load(String key) {
    String[] lines;
    try {
      lines = Files.readString(path).split("\n", -1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UserError("the quantisers %s cannot be read: %s".formatted(path, e), e);
    }
    boolean whole = lines.length == 4 && lines[0].equals(key) && lines[1].equals(digest(lines[2]));
    if (!whole) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(GSON.fromJson(lines[2], QuantizationPlan.class));
    } catch (JsonParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The SHA-256 of quantisers, 64 lower-case hexadecimal digits. */
  public static String digest(QuantizationPlan plan) {
    return digest(GSON.toJson(plan));
  }

  private static String digest(String json) {
    return Sha256.of(json.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Base64Adapter extends TypeAdapter<byte[]> {
    @Override
    public void write(JsonWriter out, byte[] data) throws IOException {
      out.value(Base64.getEncoder().encodeToString(data));
    }

    @Override
    public byte[] read(JsonReader in) throws IOException {
      return Base64.getDecoder().decode(in.nextString());
    }
  }
}
