package io.samforge.eval.accuracy.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.RunLengths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Agreement with pycocotools 2.0.11 on the files that {@code coco/fixture.py} made with it. */
class CocoFixtureTest {
  private static final Path FOLDER = Path.of("src/test/resources/coco");
  private static final double TOLERANCE = 1e-12;

  private static <T> T read(String name, Class<T> type) throws Exception {
    return new Gson().fromJson(Files.readString(FOLDER.resolve(name)), type);
  }

  /** What {@code fixture.py} recorded. */
  private record Expected(double[] stats, Map<String, Double> categories, String[] masks) {}

  private static List<ScoredMask> masks(CocoDataset dataset) throws Exception {
    List<ScoredMask> masks = new ArrayList<>();
    for (JsonElement element : read("masks.json", JsonArray.class)) {
      JsonObject json = element.getAsJsonObject();
      long id = json.get("image_id").getAsLong();
      CocoImage image =
          dataset.images().stream().filter(i -> i.id() == id).findFirst().orElseThrow();
      String counts = json.getAsJsonObject("segmentation").get("counts").getAsString();
      masks.add(
          new ScoredMask(
              id,
              json.get("category_id").getAsLong(),
              json.get("score").getAsDouble(),
              RunLengths.parse(image.size(), counts)));
    }
    return masks;
  }

  private static double[] stats(CocoScores s) {
    return new double[] {
      s.ap(), s.ap50(), s.ap75(), s.apSmall(), s.apMedium(), s.apLarge(),
      s.ar1(), s.ar10(), s.ar100(), s.arSmall(), s.arMedium(), s.arLarge()
    };
  }

  @Test
  void scoresAreThoseOfPycocotools() throws Exception {
    CocoDataset dataset = CocoReader.dataset(FOLDER.resolve("annotations.json"));
    Expected expected = read("expected.json", Expected.class);
    List<ScoredMask> masks = masks(dataset);
    assertThat(masks).hasSize(166);
    CocoScores scores = CocoEvaluation.of(dataset, masks);
    assertThat(stats(scores)).containsExactly(expected.stats(), within(TOLERANCE));
    assertThat(scores.categories().keySet()).isEqualTo(expected.categories().keySet());
    expected
        .categories()
        .forEach(
            (name, ap) ->
                assertThat(scores.categories().get(name)).isCloseTo(ap, within(TOLERANCE)));
  }

  @Test
  void oneLostMaskIsSeen() throws Exception {
    CocoDataset dataset = CocoReader.dataset(FOLDER.resolve("annotations.json"));
    CocoScores all = CocoEvaluation.of(dataset, masks(dataset));
    int seen = 0;
    for (int lost = 0; lost < 30; lost++) {
      List<ScoredMask> masks = masks(dataset);
      masks.remove(lost);
      seen += CocoEvaluation.of(dataset, masks).ap() == all.ap() ? 0 : 1;
    }
    // Masks behind the last right one, or in a crowd, do not count.
    assertThat(seen).isGreaterThan(15);
  }

  @Test
  void annotationsHaveThePixelsOfPycocotools() throws Exception {
    CocoDataset dataset = CocoReader.dataset(FOLDER.resolve("annotations.json"));
    String[] expected = read("expected.json", Expected.class).masks();
    assertThat(dataset.objects()).hasSameSizeAs(expected);
    assertThat(dataset.objects().stream().filter(CocoObject::crowd)).hasSize(8);
    for (int i = 0; i < expected.length; i++) {
      assertThat(dataset.objects().get(i).mask().compressed()).isEqualTo(expected[i]);
    }
  }

  /** A polygon and its pixels. */
  private record Polygon(int width, int height, double[] polygon, String counts) {}

  @Test
  void polygonsHaveThePixelsOfPycocotools() throws Exception {
    Polygon[] polygons = read("polygons.json", Polygon[].class);
    assertThat(polygons).hasSize(60);
    for (Polygon p : polygons) {
      ImageSize size = new ImageSize(p.width(), p.height());
      RunLengths mask = PolygonRaster.of(List.of(p.polygon()), size);
      assertThat(mask.compressed()).as("%s in %s", p.polygon(), size).isEqualTo(p.counts());
    }
  }
}
