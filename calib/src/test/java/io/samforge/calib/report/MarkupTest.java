package io.samforge.calib.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

class MarkupTest {
  @Test
  void everyCharacterCanStandInXml() throws SAXException {
    StringBuilder all = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int c = 0; c < 0x20000; c++) {
      boolean known = c == '\t' || c == '\n' || c >= ' ' && c < 0xd800 || c >= 0xe000 && c < 0xfffe;
      if (c != '\r' && (c < 0xd800 || c >= 0xe000)) {
        all.appendCodePoint(c);
        expected.appendCodePoint(known || c >= 0x10000 ? c : 0xfffd);
      }
    }
    String markup = "<a>%s</a>".formatted(Markup.escape(all.toString()));
    assertThat(Xml.parse(markup).getTextContent().equals(expected.toString())).isTrue();
    String lone = Markup.escape("a\ud800b");
    assertThat(lone).isEqualTo("a\ufffdb");
    assertThat(Xml.parse("<a b=\"%s\"/>".formatted(Markup.escape("<\">&"))).getAttribute("b"))
        .isEqualTo("<\">&");
  }

  @Test
  void numbersAreShort() {
    assertThat(List.of(3.0, 3.04, 3.06, -0.01, 1234567.25, 0.5))
        .extracting(Markup::coordinate)
        .containsExactly("3", "3", "3.1", "0", "1234567.2", "0.5");
    assertThat(List.of(0.0, 1.0, 0.03125, 12.0, 1500.0, 1e-7, -2.5))
        .extracting(Markup::number)
        .containsExactly("0", "1", "0.0313", "12", "1.50e+03", "1.00e-07", "-2.5");
  }
}
