package io.samforge.eval.report;

import java.util.Locale;

/** Text of one SVG picture with the common look of the report. */
final class Svg {
  /** Colours of series, in their order. */
  private static final String[] COLOURS = {
    "#1b6ca8", "#e07b39", "#3c8d5a", "#8a4f9e", "#c9a227", "#5aa9c7", "#b3495c", "#8c8c8c"
  };

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a picture.
   *
   * @param id identifier on the page
   * @param label what the picture shows, for readers that cannot see it
   */
  Svg(String id, String label, double width, double height) {
    add(
        "<svg id=\"%s\" class=\"plot\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %.0f %.0f\""
            + " xmlns=\"http://www.w3.org/2000/svg\">",
        id, escape(label), width, height);
  }

  /** Returns the colour of a series; colours repeat behind the last. */
  static String colour(int series) {
    return COLOURS[series % COLOURS.length];
  }

  /** Adds a filled rectangle that shows a text under the pointer. */
  Svg box(double x, double y, double width, double height, String colour, String hint) {
    return add(
        "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\">"
            + "<title>%s</title></rect>",
        x, y, Math.max(0, width), Math.max(0, height), colour, escape(hint));
  }

  /** Adds a dot that shows a text under the pointer. */
  Svg dot(double x, double y, String colour, String hint) {
    return add(
        "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"5.5\" fill=\"%s\" stroke=\"white\">"
            + "<title>%s</title></circle>",
        x, y, colour, escape(hint));
  }

  /** Adds a line; {@code kind} is a class of the style sheet. */
  Svg line(double x1, double y1, double x2, double y2, String kind) {
    return add(
        "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" class=\"%s\"/>",
        x1, y1, x2, y2, kind);
  }

  /** Adds a line of a colour. */
  Svg stroke(double x1, double y1, double x2, double y2, String colour) {
    return add(
        "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"%s\" stroke-width=\"2\"/>",
        x1, y1, x2, y2, colour);
  }

  /** Adds text; {@code anchor} is start, middle or end. */
  Svg text(double x, double y, String anchor, String content) {
    return add(
        "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escape(content));
  }

  /** Adds the names of series with their colours, in one line. */
  Svg legend(double x, double y, Iterable<String> names) {
    double at = x;
    int series = 0;
    for (String name : names) {
      box(at, y - 10, 11, 11, colour(series++), name);
      text(at + 16, y, "start", name);
      at += 40 + 7.2 * name.length();
    }
    return this;
  }

  /** Returns the whole picture. */
  String end() {
    return text + "</svg>\n";
  }

  /** Returns text without the characters that markup gives a meaning. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Returns a number with a reasonable number of digits. */
  static String number(double value) {
    double size = Math.abs(value);
    String format =
        size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, size > 0 && size < 0.01 ? "%.1e" : format, value)
        .replace(',', ' ');
  }

  private Svg add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
    return this;
  }
}
