package io.samforge.calib.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.Seeds;
import io.samforge.calib.capture.CalibrationImage;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.fold.FoldingResult;
import io.samforge.calib.graph.NodePlacement;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.plan.ModelReconstruction;
import io.samforge.calib.plan.Recipe;
import io.samforge.calib.plan.SamCalibration;
import io.samforge.calib.plan.StepQuality;
import io.samforge.calib.plan.TinyModels;
import io.samforge.calib.quant.FloatMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalibrationPageTest {
  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(Path.of("../configs/small.json"));
  private static final String ODD = "a <b> & \"c\" \u0001";
  private static final String READ = "a <b> & \"c\" \ufffd";

  private final Random random = Seeds.random("CalibrationPageTest", 71);
  private SamCalibration.Calibrated function;
  private final List<String> reads = new ArrayList<>();
  private List<String> readsOfPage;
  private String html;
  private Element page;

  @BeforeAll
  void write(@TempDir Path folder) throws IOException, SAXException {
    StagedModel model = TinyModels.samVit(folder);
    CalibrationSamples samples =
        TinyModels.capture(model, TinyModels.pictures(model, random, 3), folder);
    SamCalibration.Calibrated found =
        new SamCalibration(List.of(), folder.resolve("work"), ProgressListener.SILENT)
            .quantise(CONFIG, Recipe.FAST, model, samples);
    function =
        new SamCalibration.Calibrated(
            found.model(),
            found.qualities(),
            List.of(new FoldingResult.Decision("attn/qk", true, ODD)),
            List.of(new ModelReconstruction.Outcome("unit " + ODD, "1.00 dB -> 2.50 dB, fine")),
            found.samples(),
            product -> {
              reads.add(product.name());
              return found.products().apply(product);
            });
    CalibrationImages images =
        new CalibrationImages(
            List.of(new CalibrationImage(Path.of(ODD + ".jpg"), Optional.empty())), List.of());
    Path file =
        new CalibrationReport("model " + ODD, CONFIG, Recipe.FAST, images)
            .write(folder.resolve("report"), Map.of("function " + ODD, function));
    readsOfPage = List.copyOf(reads);
    html = Files.readString(file);
    page = Xml.parse(html);
  }

  private List<ModelStep> steps() {
    return function.model().model().graph().steps().stream()
        .filter(function.model().plan()::covers)
        .toList();
  }

  @Test
  void everyStepStandsOnceInChartTableAndFigures() {
    List<String> names = steps().stream().map(ModelStep::name).toList();
    List<Element> figures = Xml.elements(page, "article");
    assertThat(names).hasSizeGreaterThan(10);
    assertThat(figures)
        .extracting(figure -> Xml.elements(figure, "h3").get(0).getTextContent())
        .containsExactlyElementsOf(names);
    List<String> ids = figures.stream().map(figure -> figure.getAttribute("id")).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(Xml.attributes(page, "data-bars")).containsExactlyElementsOf(ids);
    assertThat(Xml.attributes(page, "data-row")).containsExactlyElementsOf(ids);
    assertThat(Xml.elements(page, "tr"))
        .filteredOn(row -> row.hasAttribute("data-row"))
        .extracting(row -> Xml.elements(row, "td").get(1).getTextContent())
        .containsExactlyElementsOf(names);
  }

  @Test
  void countsAreThoseOfTheSamples() {
    Map<String, long[]> counts = counts();
    for (ModelStep step : steps()) {
      boolean octaves = step instanceof ProductStep p && p.origin() == InputOrigin.SOFTMAX;
      double[] values = octaves ? logarithms((ProductStep) step) : values(step);
      double low = Arrays.stream(values).min().orElseThrow();
      double high = Arrays.stream(values).max().orElseThrow();
      if (octaves) {
        Log2Parameters log2 = log2((ProductStep) step);
        low = Math.log(log2.decode(1)) / Math.log(2) - 1;
        high = Math.max(high, Math.log(log2.scale()) / Math.log(2));
      }
      long[] found = counts.get(step.name());
      assertThat(found).as(step.name()).isEqualTo(counted(values, low, high, found.length));
      assertThat(LongStream.of(found).sum()).isEqualTo(values.length);
    }
  }

  private Map<String, long[]> counts() {
    Map<String, long[]> counts = new HashMap<>();
    for (Element figure : Xml.elements(page, "article")) {
      Element histogram = Xml.elements(figure, "svg", "values").get(0);
      counts.put(
          Xml.elements(figure, "h3").get(0).getTextContent(),
          Arrays.stream(histogram.getAttribute("data-counts").split(" "))
              .mapToLong(Long::parseLong)
              .toArray());
    }
    return counts;
  }

  private double[] values(ModelStep step) {
    List<FloatMatrix> matrices = new ArrayList<>();
    if (step instanceof LinearStep linear) {
      matrices.add(function.samples().linear(linear).rows());
    } else {
      function.products().apply((ProductStep) step).windows().stream()
          .flatMap(window -> window.heads().stream())
          .forEach(head -> matrices.add(head.left()));
    }
    return matrices.stream()
        .map(FloatMatrix::toArray)
        .flatMapToDouble(a -> IntStream.range(0, a.length).mapToDouble(i -> a[i]))
        .toArray();
  }

  private double[] logarithms(ProductStep step) {
    return Arrays.stream(values(step)).map(v -> Math.log(v) / Math.log(2)).toArray();
  }

  private Log2Parameters log2(ProductStep step) {
    return ((Log2Operand) function.model().plan().products().get(step.name()).left(0).operand())
        .parameters();
  }

  /** What a person counts: every value in the part whose borders hold it. */
  private static long[] counted(double[] values, double low, double high, int parts) {
    long[] counts = new long[parts];
    for (double value : values) {
      int part = (int) Math.floor((value - low) / (high - low) * parts);
      counts[Math.max(0, Math.min(parts - 1, part))]++;
    }
    return counts;
  }

  @Test
  void samplesOfAProductAreReadOnce() {
    assertThat(readsOfPage)
        .containsExactlyElementsOf(
            function.model().model().graph().productSteps().map(ProductStep::name).toList());
  }

  @Test
  void everyGroupedOperandHasAStrip() {
    List<String> grouped =
        function.qualities().stream()
            .filter(quality -> quality.kind().equals("linear") && quality.operand().equals("CAG"))
            .map(StepQuality::step)
            .toList();
    assertThat(grouped).isNotEmpty();
    assertThat(Xml.elements(page, "article"))
        .filteredOn(figure -> !Xml.elements(figure, "svg", "groups").isEmpty())
        .extracting(figure -> Xml.elements(figure, "h3").get(0).getTextContent())
        .containsExactlyElementsOf(grouped);
  }

  @Test
  void namesAreEscaped() {
    assertThat(Xml.elements(page, "b")).isEmpty();
    assertThat(Xml.elements(page, "h1").get(0).getTextContent())
        .isEqualTo("Calibration of model " + READ);
    assertThat(Xml.elements(page, "li").get(0).getTextContent()).isEqualTo(READ + ".jpg");
    assertThat(Xml.elements(page, "h2"))
        .extracting(Element::getTextContent)
        .contains("function " + READ + ": values and levels");
    assertThat(Xml.elements(page, "td"))
        .extracting(Element::getTextContent)
        .contains("unit " + READ, "1.00 dB -> 2.50 dB, fine", "attn/qk", READ);
  }

  @Test
  void needsNoOtherFile() {
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .doesNotContain("http", "<script", "<link", "src=", "url(", "@import", "<img");
    List<String> targets = Xml.attributes(page, "id").stream().map(id -> "#" + id).toList();
    assertThat(Xml.attributes(page, "href")).isNotEmpty().isSubsetOf(targets);
  }

  @Test
  void theWorstStepsComeFirst() {
    List<String> expected =
        function.qualities().stream()
            .sorted(Comparator.comparingDouble(StepQuality::outputDecibels))
            .limit(10)
            .map(quality -> quality.function() + " " + quality.step())
            .toList();
    Element list = Xml.elements(page, "ol").get(0);
    assertThat(Xml.elements(list, "a"))
        .extracting(Element::getTextContent)
        .containsExactlyElementsOf(expected);
  }

  @Test
  void everyOperatorHasItsPlace() {
    List<NodePlacement> nodes = function.model().model().placement().nodes();
    assertThat(Xml.elements(page, "tr"))
        .filteredOn(row -> Xml.elements(row, "td").size() == 7)
        .extracting(row -> Xml.elements(row, "td").get(0).getTextContent())
        .containsExactlyElementsOf(nodes.stream().map(NodePlacement::name).toList());
    assertThat(page.getTextContent()).contains(function.model().model().placement().summary());
  }

  @Test
  void aDamagedPageIsSeen() {
    assertThatThrownBy(() -> Xml.parse(html.replaceFirst("</svg>", "")))
        .isInstanceOf(SAXException.class);
  }
}
