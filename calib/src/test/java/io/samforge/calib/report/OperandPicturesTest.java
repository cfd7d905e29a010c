package io.samforge.calib.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.calib.quant.ChannelRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class OperandPicturesTest {
  /** Three groups of 2, 0 and 3 channels. */
  private static final CagOperand GROUPED =
      new CagOperand(
          List.of(
              new UniformParameters(4, 0.5, 3),
              new UniformParameters(4, 1, 0),
              new UniformParameters(4, 0.01, 8)),
          new int[] {2, 0, 2, 0, 2},
          new int[] {8, 3, 6, 3, 9});

  @Test
  void everyGroupThatIsNotEmptyHasARow() {
    List<LevelRow> rows = LevelRow.of(GROUPED);
    assertThat(rows)
        .extracting(LevelRow::label)
        .containsExactly(
            "group 0: 2 channels, step 0.5, zero-point 3",
            "group 2: 3 channels, step 0.01, zero-points 6 to 9");
    assertThat(rows.get(0).levels()).hasSize(16).startsWith(-1.5, -1.0).endsWith(6.0);
    assertThat(rows.get(1).low()).isCloseTo(-0.09, within(1e-12));
    assertThat(rows.get(1).high()).isCloseTo(0.09, within(1e-12));
    assertThat(rows.get(1).levels()[8]).isZero();
  }

  @Test
  void hybridLevelsComeInTwoColours() {
    LevelRow row = LevelRow.of(new HluqOperand(new HluqParameters(4, 5, -0.25, 0.5, 0.125))).get(0);
    assertThat(row.logLevels()).containsExactly(-0.25, -0.21875, -0.1875, -0.125, 0, 0.25);
    assertThat(row.levels()).hasSize(10).startsWith(0.375, 0.5).endsWith(1.5);
    assertThat(row.low()).isEqualTo(-0.25);
    assertThat(row.high()).isEqualTo(1.5);
  }

  @Test
  void log2LevelsAreLogarithmic() {
    LevelRow row = LevelRow.of(new Log2Operand(Log2Parameters.of(4, 2, 1))).get(0);
    assertThat(row.levels()).isEmpty();
    assertThat(row.logLevels()).hasSize(16).startsWith(0.0).endsWith(1.0);
    assertThat(row.label()).isEqualTo("log2: 15 levels, 2 an octave, largest 1");
  }

  @Test
  void stripShowsChannelsGroupsAndPadding() throws SAXException {
    ChannelRange[] ranges = {
      new ChannelRange(0, 0.1f),
      new ChannelRange(-1, 4),
      new ChannelRange(0, 0.02f),
      new ChannelRange(-1, 6),
      new ChannelRange(0, 0.05f)
    };
    Element strip = Xml.parse(new GroupStrip(GROUPED, ranges, 4).draw().toString());
    // Slots: 2 channels and 2 of padding, then 3 channels and 1 of padding.
    List<Element> padding = Xml.elements(strip, "rect", "padding");
    assertThat(padding).extracting(e -> Xml.number(e, "x")).containsExactly(100.0, 350.0);
    assertThat(padding).extracting(e -> Xml.number(e, "width")).containsExactly(100.0, 50.0);
    assertThat(Xml.elements(strip, "path", "scale"))
        .extracting(e -> e.getAttribute("d"))
        .containsExactly(line(0, 7.5, 200), line(200, 0.15, 400));
    assertThat(Xml.elements(strip, "path", "channels").get(0).getAttribute("d"))
        .isEqualTo(
            "M0 48V%sH50V%sH100V48H150V48H200V%sH250V%sH300V%sH350V48H400V48Z"
                .formatted(y(5), y(7), y(0.02), y(0.05), y(0.1)));
    assertThat(Xml.elements(strip, "text"))
        .extracting(Element::getTextContent)
        .containsExactly("5 channels, widths 0.02 to 7", "3 padding slots");
  }

  private static String line(int from, double width, int to) {
    return "M%d %sH%d".formatted(from, y(width), to);
  }

  /** The place of a width on a log scale from 0.01, half of the smallest, to 7.5, the largest. */
  private static String y(double width) {
    return Markup.coordinate(48 - 46 * Math.log(width / 0.01) / Math.log(750));
  }

  @Test
  void narrowChannelsAndConstantsAreAtTheFoot() throws SAXException {
    ChannelRange[] ranges = {new ChannelRange(2, 2), new ChannelRange(0, 1e-5f)};
    CagOperand single = CagOperand.single(new UniformParameters(4, 1, 0), 2);
    Element strip = Xml.parse(new GroupStrip(single, ranges, 2).draw().toString());
    assertThat(Xml.elements(strip, "path", "channels").get(0).getAttribute("d"))
        .isEqualTo("M0 48V48H200V48H400V48Z");
    assertThat(Xml.elements(strip, "rect", "padding")).isEmpty();
  }
}
