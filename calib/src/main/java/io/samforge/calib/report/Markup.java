package io.samforge.calib.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text and numbers as they stand in a page, which is HTML and well-formed XML at once. */
final class Markup {
  private static final double TENTHS = 10;

  private Markup() {}

  /**
   * A text as content or value of an attribute; characters that XML does not know are replaced.
   *
   * @see <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, section 2.2</a>
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xfffd);
              }
            });
    return escaped.toString();
  }

  private static boolean isXml(int c) {
    return c >= 0x20 && c < 0xd800
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= 0xe000 && c <= 0xfffd
        || c >= 0x10000;
  }

  /** A coordinate with at most one digit behind the point. */
  static String coordinate(double value) {
    double rounded = Math.rint(value * TENTHS) / TENTHS;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  /** A number with three significant digits. */
  static String number(double value) {
    return value == 0 ? "0" : trimmed(String.format(Locale.ROOT, "%.3g", value));
  }

  private static String trimmed(String number) {
    return number.contains("e") || !number.contains(".")
        ? number
        : number.replaceFirst("\\.?0+$", "");
  }

  /** A row of a table; text to be escaped. */
  static String row(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<%1$s>%2$s</%1$s>".formatted(tag, escape(cell)))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }
}
