package io.samforge.eval.accuracy.coco;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import io.samforge.arch.UserError;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.RunLengths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads the JSON files of the COCO benchmark: annotations, and boxes of a detector. */
final class CocoReader {
  private static final int FEWEST_COORDINATES = 6;

  private final Path file;

  private CocoReader(Path file) {
    this.file = file;
  }

  /**
   * Reads annotations: {@code images}, {@code categories} and {@code annotations}.
   *
   * @throws UserError if the file is missing or an entry is wrong
   */
  static CocoDataset dataset(Path file) {
    return new CocoReader(file).dataset();
  }

  /**
   * Reads boxes: a list of {@code image_id}, {@code category_id}, {@code bbox} and {@code score}.
   *
   * @throws UserError if the file is missing or an entry is wrong
   */
  static List<Detection> detections(Path file) {
    return new CocoReader(file).detections();
  }

  private CocoDataset dataset() {
    JsonObject root = parse(JsonObject.class);
    Map<Long, CocoImage> images = new HashMap<>();
    for (JsonElement element : list(root, "images")) {
      CocoImage image = entry("images", images.size(), () -> image(element.getAsJsonObject()));
      images.put(image.id(), image);
    }
    SortedMap<Long, String> categories = new TreeMap<>();
    for (JsonElement element : list(root, "categories")) {
      entry(
          "categories",
          categories.size(),
          () -> {
            JsonObject json = element.getAsJsonObject();
            return categories.put(json.get("id").getAsLong(), json.get("name").getAsString());
          });
    }
    List<CocoObject> objects = new ArrayList<>();
    for (JsonElement element : list(root, "annotations")) {
      objects.add(
          entry("annotations", objects.size(), () -> object(element.getAsJsonObject(), images)));
    }
    return new CocoDataset(
        images.values().stream().sorted(Comparator.comparingLong(CocoImage::id)).toList(),
        categories,
        objects);
  }

  private static CocoImage image(JsonObject json) {
    ImageSize size = new ImageSize(json.get("width").getAsInt(), json.get("height").getAsInt());
    return new CocoImage(json.get("id").getAsLong(), json.get("file_name").getAsString(), size);
  }

  private static CocoObject object(JsonObject json, Map<Long, CocoImage> images) {
    long id = json.get("image_id").getAsLong();
    CocoImage image = images.get(id);
    if (image == null) {
      throw new IllegalArgumentException("there is no picture " + id);
    }
    return new CocoObject(
        id,
        json.get("category_id").getAsLong(),
        json.get("area").getAsDouble(),
        json.has("iscrowd") && json.get("iscrowd").getAsInt() != 0,
        mask(json.get("segmentation"), image.size()));
  }

  private static RunLengths mask(JsonElement segmentation, ImageSize size) {
    if (segmentation.isJsonArray()) {
      return PolygonRaster.of(polygons(segmentation.getAsJsonArray()), size);
    }
    JsonObject json = segmentation.getAsJsonObject();
    JsonArray sides = json.getAsJsonArray("size");
    ImageSize found = new ImageSize(sides.get(1).getAsInt(), sides.get(0).getAsInt());
    if (!found.equals(size)) {
      throw new IllegalArgumentException("a mask of %s on a picture of %s".formatted(found, size));
    }
    JsonElement counts = json.get("counts");
    return counts.isJsonArray()
        ? new RunLengths(size, new Gson().fromJson(counts, int[].class))
        : RunLengths.parse(size, counts.getAsString());
  }

  private static List<double[]> polygons(JsonArray json) {
    List<double[]> polygons = new ArrayList<>();
    for (JsonElement element : json) {
      double[] polygon = new Gson().fromJson(element, double[].class);
      if (polygon.length % 2 != 0 || polygon.length < FEWEST_COORDINATES) {
        throw new IllegalArgumentException(
            "a polygon of %d coordinates; allowed: even numbers from 6".formatted(polygon.length));
      }
      polygons.add(polygon);
    }
    if (polygons.isEmpty()) {
      throw new IllegalArgumentException("no polygon");
    }
    return polygons;
  }

  private List<Detection> detections() {
    List<Detection> detections = new ArrayList<>();
    for (JsonElement element : parse(JsonArray.class)) {
      detections.add(entry("boxes", detections.size(), () -> detection(element.getAsJsonObject())));
    }
    return detections;
  }

  private static Detection detection(JsonObject json) {
    double[] box = new Gson().fromJson(json.get("bbox"), double[].class);
    double score = json.get("score").getAsDouble();
    if (box.length != 4 || !Double.isFinite(box[0] + box[1] + box[2] + box[3] + score)) {
      throw new IllegalArgumentException(
          "bbox is not x, y, width, height, or a number is not finite");
    }
    return new Detection(
        json.get("image_id").getAsLong(),
        json.get("category_id").getAsLong(),
        box[0],
        box[1],
        box[2],
        box[3],
        score);
  }

  private JsonArray list(JsonObject root, String name) {
    if (root.get(name) == null || !root.get(name).isJsonArray()) {
      throw new UserError("%s: field \"%s\" is missing or no list".formatted(file, name));
    }
    return root.getAsJsonArray(name);
  }

  private <T extends JsonElement> T parse(Class<T> type) {
    try (JsonReader reader = new JsonReader(Files.newBufferedReader(file))) {
      T parsed = new Gson().fromJson(reader, type);
      if (parsed == null) {
        throw new JsonParseException("empty file");
      }
      return parsed;
    } catch (IOException e) {
      throw new UserError("the file %s cannot be read: %s".formatted(file, e), e);
    } catch (JsonParseException | ClassCastException e) {
      throw new UserError(
          "%s is not a JSON file of the COCO benchmark: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Makes one entry and names it when it is wrong. */
  private <T> T entry(String list, int index, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (NullPointerException e) {
      throw new UserError("%s: %s[%d] lacks a field".formatted(file, list, index), e);
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | ClassCastException
        | UnsupportedOperationException
        | ArithmeticException e) {
      throw new UserError(
          "%s: %s[%d] is wrong: %s".formatted(file, list, index, e.getMessage()), e);
    }
  }
}
