package io.samforge.host.stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.samforge.arch.UserError;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.Prompt;
import io.samforge.host.mask.PromptBox;
import io.samforge.host.mask.PromptPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The prompts of pictures: a JSON object from file names to prompts, {@code *} for all others.
 *
 * <p>{@code {"a.jpg": {"points": [[120, 80], [10, 10, 0]], "box": [0, 0, 200, 150]}}}: points are
 * x, y and, if they lie beside the object, 0. A picture without a prompt is asked for what is in
 * its middle.
 */
public final class PromptFile {
  /** No prompts: every picture is asked for what is in its middle. */
  public static final PromptFile NONE = new PromptFile("", new JsonObject());

  private static final Set<String> FIELDS = Set.of("points", "box");
  private static final String OTHERS = "*";

  private final String source;
  private final JsonObject prompts;

  private PromptFile(String source, JsonObject prompts) {
    this.source = source;
    this.prompts = prompts;
  }

  /**
   * Reads a file.
   *
   * @throws UserError when it is missing or no such object
   */
  public static PromptFile read(Path file) {
    try {
      JsonElement tree = JsonParser.parseString(Files.readString(file));
      if (tree instanceof JsonObject object) {
        return new PromptFile(file.toString(), object);
      }
      throw new UserError(file + ": allowed is an object from file names to prompts");
    } catch (IOException | JsonParseException e) {
      throw new UserError(file + ": the prompts cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the prompt of a picture.
   *
   * @throws UserError when it is written wrongly or lies outside of the picture
   */
  public Prompt of(String name, ImageSize size) {
    JsonElement prompt = prompts.has(name) ? prompts.get(name) : prompts.get(OTHERS);
    if (prompt == null) {
      return Prompt.point(size, size.width() / 2.0, size.height() / 2.0);
    }
    try {
      if (!(prompt instanceof JsonObject object) || !FIELDS.containsAll(object.keySet())) {
        throw new UserError("allowed are points and box");
      }
      List<PromptPoint> points = new ArrayList<>();
      if (object.has("points")) {
        if (!(object.get("points") instanceof JsonArray array)) {
          throw new UserError("points are %s; allowed: a list".formatted(object.get("points")));
        }
        array.forEach(point -> points.add(point(numbers(point, 2, 3))));
      }
      return new Prompt(size, points, box(object.get("box")));
    } catch (UserError e) {
      throw new UserError("%s, %s: %s".formatted(source, name, e.getMessage()), e);
    }
  }

  private static PromptPoint point(double[] values) {
    return new PromptPoint(values[0], values[1], values.length == 2 || values[2] != 0);
  }

  private static Optional<PromptBox> box(JsonElement box) {
    if (box == null) {
      return Optional.empty();
    }
    double[] values = numbers(box, 4, 4);
    return Optional.of(new PromptBox(values[0], values[1], values[2], values[3]));
  }

  private static double[] numbers(JsonElement element, int least, int most) {
    if (!(element instanceof JsonArray array) || array.size() < least || array.size() > most) {
      throw new UserError("%s; allowed: %d to %d numbers".formatted(element, least, most));
    }
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(array.get(i) instanceof JsonPrimitive number) || !number.isNumber()) {
        throw new UserError("%s; allowed: %d to %d numbers".formatted(element, least, most));
      }
      values[i] = number.getAsDouble();
    }
    return values;
  }
}
