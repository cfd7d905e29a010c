package io.samforge.eval.accuracy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.samforge.arch.AtomicFile;
import io.samforge.calib.model.Photograph;
import io.samforge.eval.mask.SmallImage;
import io.samforge.host.mask.MaskImage;
import io.samforge.host.mask.MaskOverlay;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The report of a folder: {@code accuracy.json}, {@code accuracy.html} and pictures in {@code
 * accuracy/}. It is written anew after each row, and begins with the rows of an earlier run that
 * were measured of the same model on the same photographs with the same prompts.
 */
final class AccuracyReport {
  /** Colour of the float model's contour. */
  static final Color EXPECTED = new Color(0x3c, 0xe0, 0x5a);

  /** Colour of the variant's contour. */
  static final Color FOUND = new Color(0xff, 0x4d, 0xd2);

  private static final int PICTURE_WIDTH = 960;
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .registerTypeAdapter(double.class, new NanAsNull())
          .registerTypeAdapter(Double.class, new NanAsNull())
          .create();

  private final Path folder;
  private final List<AccuracyRow> rows = new ArrayList<>();
  private final List<CocoRow> coco = new ArrayList<>();
  private String setting = "";

  /** The report in {@code folder}. */
  AccuracyReport(Path folder) {
    this.folder = folder;
  }

  /**
   * The file.
   *
   * @param setting fingerprint of model, photographs and prompts
   * @param rows one for each variant
   * @param coco one for each variant that the COCO benchmark judged
   */
  private record Document(String setting, List<AccuracyRow> rows, List<CocoRow> coco) {}

  /** The page. */
  Path page() {
    return folder.resolve("accuracy.html");
  }

  /** The numbers. */
  Path json() {
    return folder.resolve("accuracy.json");
  }

  /**
   * Begins with the rows on disk that were measured in the same setting, without those that {@code
   * variants} replace.
   */
  void begin(String newSetting, List<AccuracyVariant> variants) {
    setting = newSetting;
    rows.clear();
    coco.clear();
    Optional<Document> found = read();
    found.ifPresent(document -> coco.addAll(document.coco()));
    found.filter(document -> newSetting.equals(document.setting())).stream()
        .flatMap(document -> document.rows().stream())
        .filter(row -> variants.stream().noneMatch(v -> replaces(v, row, newSetting)))
        .forEach(rows::add);
  }

  private static boolean replaces(AccuracyVariant variant, AccuracyRow row, String setting) {
    return same(variant, row)
        && !row.fingerprint().equals(Fingerprint.of(List.of(setting, variant.fingerprint())));
  }

  private static boolean same(AccuracyVariant variant, AccuracyRow row) {
    return row.bits() == variant.bits()
        && row.scope() == variant.scope()
        && row.method().equals(variant.method());
  }

  private Optional<Document> read() {
    try {
      Document document = GSON.fromJson(Files.readString(json()), Document.class);
      return Optional.ofNullable(document).filter(d -> d.rows() != null && d.coco() != null);
    } catch (IOException | JsonParseException | NullPointerException e) {
      // Missing, or not of this version: everything is measured again.
      return Optional.empty();
    }
  }

  /** The row of {@code variant} if it is known under this fingerprint. */
  Optional<AccuracyRow> row(AccuracyVariant variant, String fingerprint) {
    return rows.stream()
        .filter(row -> same(variant, row) && row.fingerprint().equals(fingerprint))
        .findFirst();
  }

  /** Adds a row and writes the report. */
  void add(AccuracyRow row) {
    rows.add(row);
    finish();
  }

  /** The row of the COCO benchmark that is known under this fingerprint. */
  Optional<CocoRow> cocoRow(String fingerprint) {
    return coco.stream().filter(row -> row.fingerprint().equals(fingerprint)).findFirst();
  }

  /** Adds a row in place of an older one of the same variant, and writes the report. */
  void add(CocoRow row) {
    coco.removeIf(
        old ->
            old.bits() == row.bits()
                && old.scope() == row.scope()
                && old.method().equals(row.method()));
    coco.add(row);
    finish();
  }

  /** Writes the report. */
  void finish() {
    String text = GSON.toJson(new Document(setting, rows, coco));
    new AtomicFile(json()).write(text + "\n");
    new AtomicFile(page()).write(AccuracyPage.html(rows, coco));
  }

  /** Draws masks over their photographs; returns where the pictures are. */
  List<WorstCase> pictures(String fingerprint, List<MaskAgreement> masks) {
    List<WorstCase> cases = new ArrayList<>();
    for (MaskAgreement mask : masks) {
      String picture = "accuracy/%.12s-%d.jpg".formatted(fingerprint, cases.size() + 1);
      new AtomicFile(folder.resolve(picture))
          .write(
              MaskImage.jpeg(SmallImage.within(overlay(mask), PICTURE_WIDTH, Integer.MAX_VALUE)));
      cases.add(new WorstCase(mask.image().name(), mask.prompt().text(), mask.iou(), picture));
    }
    return cases;
  }

  private static BufferedImage overlay(MaskAgreement mask) {
    return new MaskOverlay(Photograph.image(mask.image().file()))
        .contour(mask.expected(), EXPECTED)
        .contour(mask.found(), FOUND)
        .prompt(mask.prompt())
        .image();
  }
}
