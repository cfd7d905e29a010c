package io.samforge.eval.accuracy.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.RunLengths;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Scenes small enough to be judged by hand. */
class CocoEvaluationTest {
  private static final ImageSize SIZE = new ImageSize(200, 200);

  private final List<CocoObject> objects = new ArrayList<>();
  private final List<ScoredMask> masks = new ArrayList<>();
  private final TreeMap<Long, String> categories = new TreeMap<>();
  private int images = 1;

  private static RunLengths rectangle(int x, int y, int width, int height) {
    BitSet columns = new BitSet();
    for (int column = x; column < x + width; column++) {
      columns.set(column * SIZE.height() + y, column * SIZE.height() + y + height);
    }
    return RunLengths.of(SIZE, columns);
  }

  private RunLengths object(long image, long category, int x, int y, int width, int height) {
    RunLengths mask = rectangle(x, y, width, height);
    objects.add(new CocoObject(image, category, mask.area(), false, mask));
    return mask;
  }

  private RunLengths object(int x, int y, int width, int height) {
    return object(1, 1, x, y, width, height);
  }

  private void found(double score, RunLengths mask) {
    masks.add(new ScoredMask(1, 1, score, mask));
  }

  private CocoScores scores() {
    categories.putIfAbsent(1L, "thing");
    List<CocoImage> all = new ArrayList<>();
    for (int id = 1; id <= images; id++) {
      all.add(new CocoImage(id, id + ".jpg", SIZE));
    }
    return CocoEvaluation.of(new CocoDataset(all, categories, objects), masks);
  }

  private static void assertScore(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-12));
  }

  @Test
  void thePerfectMask() {
    found(0.3, object(10, 10, 40, 40));
    assertScore(scores().ap(), 1);
    assertScore(scores().ar1(), 1);
  }

  @Test
  void nothingFound() {
    object(10, 10, 40, 40);
    assertScore(scores().ap(), 0);
    assertScore(scores().ar100(), 0);
  }

  @Test
  void nothingToBeFound() {
    found(0.9, rectangle(0, 0, 10, 10));
    assertThat(scores().ap()).isNaN();
    assertThat(scores().ar100()).isNaN();
    assertThat(scores().categories()).isEmpty();
  }

  @Test
  void anOverlapOfSeventyTwoPercentPassesHalfOfTheThresholds() {
    object(0, 0, 25, 4);
    found(0.9, rectangle(0, 0, 18, 4));
    assertScore(scores().ap(), 0.5);
    assertScore(scores().ap50(), 1);
    assertScore(scores().ap75(), 0);
  }

  @Test
  void aDuplicateBehindTheLastObjectIsFree() {
    RunLengths mask = object(0, 0, 40, 40);
    found(0.9, mask);
    found(0.8, mask);
    assertScore(scores().ap(), 1);
  }

  @Test
  void aDuplicateBeforeTheLastObjectIsWrong() {
    RunLengths first = object(0, 0, 40, 40);
    found(0.9, first);
    found(0.8, first);
    found(0.7, object(100, 100, 40, 40));
    // 51 recalls up to 0.50 at precision 1, 50 above at two of three.
    assertScore(scores().ap(), (51 + 50 * 2.0 / 3) / 101);
  }

  @Test
  void aWrongMaskOfAHigherScoreHalvesPrecision() {
    found(0.8, object(0, 0, 40, 40));
    found(0.9, rectangle(100, 100, 40, 40));
    assertScore(scores().ap(), 0.5);
  }

  @Test
  void aWrongMaskInAnotherPictureCountsToo() {
    images = 2;
    masks.add(new ScoredMask(2, 1, 0.9, rectangle(0, 0, 40, 40)));
    found(0.8, object(0, 0, 40, 40));
    assertScore(scores().ap(), 0.5);
  }

  @Test
  void masksInACrowdAreNeitherRightNorWrong() {
    RunLengths crowd = rectangle(100, 0, 90, 190);
    objects.add(new CocoObject(1, 1, crowd.area(), true, crowd));
    found(0.9, rectangle(110, 10, 20, 20));
    found(0.8, rectangle(110, 40, 20, 20));
    found(0.5, object(0, 0, 40, 40));
    assertScore(scores().ap(), 1);
    assertScore(scores().ar100(), 1);
  }

  @Test
  void onlyThePartOfAMaskInTheCrowdCounts() {
    RunLengths crowd = rectangle(100, 0, 90, 190);
    objects.add(new CocoObject(1, 1, crowd.area(), true, crowd));
    // 72 of 100 columns lie in the crowd: ignored at five thresholds, wrong at the others.
    found(0.9, rectangle(72, 0, 100, 20));
    found(0.5, object(0, 100, 40, 40));
    assertScore(scores().ap(), (5 * 1 + 5 * 0.5) / 10);
  }

  @Test
  void anObjectIsPreferredToACrowd() {
    RunLengths person = object(110, 10, 40, 40);
    RunLengths crowd = rectangle(100, 0, 90, 190);
    objects.add(0, new CocoObject(1, 1, crowd.area(), true, crowd));
    // All of the mask lies in the crowd, half of it is the person: at .50 it finds the person.
    found(0.9, rectangle(110, 10, 40, 80));
    assertThat(person.area()).isEqualTo(1600);
    assertScore(scores().ap50(), 1);
    assertScore(scores().ap(), 0.1);
  }

  @Test
  void sizesAreCountedApart() {
    object(0, 0, 10, 10);
    found(0.5, object(20, 20, 50, 50));
    object(80, 80, 100, 97);
    CocoScores scores = scores();
    assertScore(scores.apSmall(), 0);
    assertScore(scores.apMedium(), 1);
    assertScore(scores.apLarge(), 0);
    assertScore(scores.arMedium(), 1);
    // A third of the objects, without a mistake: recalls 0 to 0.33.
    assertScore(scores.ap(), 34.0 / 101);
  }

  @Test
  void aWrongMaskOfAnotherSizeIsIgnored() {
    found(0.5, object(20, 20, 50, 50));
    found(0.9, rectangle(80, 80, 100, 100));
    assertScore(scores().apMedium(), 1);
    assertScore(scores().ap(), 0.5);
  }

  @Test
  void theAreaOfTheAnnotationDecides() {
    RunLengths mask = rectangle(20, 20, 50, 50);
    objects.add(new CocoObject(1, 1, 1024, false, mask));
    found(0.5, mask);
    // 1024 belongs to both small and medium.
    assertScore(scores().apSmall(), 1);
    assertScore(scores().apMedium(), 1);
    assertThat(scores().apLarge()).isNaN();
  }

  @Test
  void recallWithOneMaskAndWithTen() {
    found(0.9, object(0, 0, 40, 40));
    found(0.8, object(100, 100, 40, 40));
    assertScore(scores().ar1(), 0.5);
    assertScore(scores().ar10(), 1);
  }

  @Test
  void theHundredAndFirstMaskDoesNotCount() {
    RunLengths mask = object(0, 0, 40, 40);
    for (int i = 0; i < 100; i++) {
      found(0.9, rectangle(100, 100, 1 + i % 50, 1 + i / 50));
    }
    found(0.1, mask);
    assertScore(scores().ap(), 0);
    masks.remove(0);
    assertScore(scores().ap(), 0.01);
  }

  @Test
  void categoriesCountEqually() {
    categories.put(2L, "second");
    categories.put(3L, "without objects");
    found(0.9, object(1, 1, 0, 0, 40, 40));
    object(1, 2, 100, 100, 40, 40);
    masks.add(new ScoredMask(1, 3, 0.9, rectangle(0, 0, 5, 5)));
    assertScore(scores().ap(), 0.5);
    assertThat(scores().categories()).containsOnlyKeys("thing", "second");
    // A mask of the wrong category finds nothing.
    masks.add(new ScoredMask(1, 1, 0.95, rectangle(100, 100, 40, 40)));
    assertScore(scores().categories().get("thing"), 0.5);
    assertScore(scores().categories().get("second"), 0);
  }

  @Test
  void ofEqualScoresTheFirstIsTheFirst() {
    found(0.5, rectangle(100, 100, 40, 40));
    found(0.5, object(0, 0, 40, 40));
    assertScore(scores().ap(), 0.5);
  }
}
