package io.samforge.eval.full;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.pack.ModelPackage;
import io.samforge.eval.mask.SmallSam;
import io.samforge.host.RunCounters;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FullPageTest {
  private static final Pattern PICTURE = Pattern.compile("data:image/png;base64,([^\"]+)\"");
  private final ModelPackage model = new SmallSam(2, SmallSam.SMALL, 1).model(false);

  private static UnitResult unit(int number, String name, long mismatches, RunCounters counters) {
    return new UnitResult(
        number, name, "linear", 1, 1, 512_000, 100, mismatches, "", -1, -1, counters, 1.5);
  }

  private static RunCounters counters(long busy, long weights, long inputs, long outputs) {
    return new RunCounters(5000, busy, weights, inputs, outputs, 1, 1, List.of());
  }

  private FullResult result(Map<String, String> missing, UnitResult... units) {
    return new FullResult(model, "encoder", units.length + missing.size(), List.of(units), missing);
  }

  private static BufferedImage picture(String page) throws IOException {
    Matcher found = PICTURE.matcher(page);
    assertThat(found.find()).isTrue();
    byte[] png = Base64.getDecoder().decode(found.group(1));
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static long pixels(BufferedImage image, int colour) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(pixel -> (pixel & 0xffffff) == colour).count();
  }

  @Test
  void theSharesOfAUnitAreAllOfItsCycles() {
    RunCounters all = counters(2000, 1000, 600, 400);
    List<Double> shares =
        FullCharts.shares().values().stream().map(share -> share.applyAsDouble(all)).toList();
    assertThat(shares).containsExactly(2000.0, 1000.0, 600.0, 400.0, 1000.0);
    assertThat(FullReport.cells(result(Map.of(), unit(0, "a", 0, all))).get(0))
        .containsExactly("a", "linear", "1", "0.5", "100", "5000", "20.0%", "0");
  }

  @Test
  void thePageHasOneWideningPictureOfAllUnits() throws IOException {
    UnitResult[] units = new UnitResult[50];
    for (int i = 0; i < units.length; i++) {
      units[i] = unit(i, "layers/" + i, 0, counters(2000, 1000, 600, 400));
    }
    BufferedImage one = picture(FullPage.html(result(Map.of(), units[0]), "p.jpg"));
    BufferedImage many = picture(FullPage.html(result(Map.of(), units), "p.jpg"));
    assertThat(one.getHeight()).isEqualTo(many.getHeight());
    assertThat(many.getWidth()).isEqualTo(2 * 24 * units.length).isGreaterThan(one.getWidth());
  }

  @Test
  void everyShareHasItsBar() throws IOException {
    UnitResult waits = unit(0, "a", 0, counters(2000, 1000, 600, 400));
    UnitResult idle = unit(0, "a", 0, counters(5000, 0, 0, 0));
    BufferedImage with = picture(FullPage.html(result(Map.of(), waits), "p.jpg"));
    BufferedImage without = picture(FullPage.html(result(Map.of(), idle), "p.jpg"));
    // Without a bar there is only the square in the legend.
    for (int colour : new int[] {0xe07b39, 0x3c8d5a, 0x8a4f9e, 0xc4c4c4}) {
      assertThat(pixels(without, colour)).isPositive();
      assertThat(pixels(with, colour)).isGreaterThan(10 * pixels(without, colour));
    }
  }

  @Test
  void whatIsWrongIsToldAndNamesAreEscaped() {
    UnitResult right = unit(0, "a<b", 0, counters(1, 1, 1, 1));
    assertThat(FullPage.html(result(Map.of(), right), "x&y.jpg"))
        .contains("every bit is right", "<td>a&lt;b</td>", "x&amp;y.jpg")
        .doesNotContain("a<b", "src=\"http");
    assertThat(FullPage.html(result(Map.of(), unit(0, "a", 7, counters(1, 1, 1, 1))), "p"))
        .contains("<span class=\"bad\">7 outputs differ</span>");
    assertThat(FullPage.html(result(Map.of("fc1", "no <memory>")), "p"))
        .contains("<span class=\"bad\">1 units are missing</span>")
        .contains("fc1: not simulated: no &lt;memory&gt;")
        .doesNotContain("<img");
  }
}
