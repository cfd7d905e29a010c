package io.samforge.calib.report;

/**
 * A picture of vectors inside a page, made element by element; colours are those of its classes.
 */
final class Svg {
  private final StringBuilder elements = new StringBuilder();
  private final String head;

  /**
   * An empty picture.
   *
   * @param attributes further attributes, escaped
   */
  Svg(double width, double height, String attributes) {
    this.head =
        "<svg viewBox=\"0 0 %s %s\" %s>\n"
            .formatted(Markup.coordinate(width), Markup.coordinate(height), attributes);
  }

  /** Adds a rectangle. */
  Svg rectangle(String style, double x, double y, double width, double height) {
    elements
        .append("<rect class=\"%s\" x=\"%s\" ".formatted(style, Markup.coordinate(x)))
        .append("y=\"%s\" ".formatted(Markup.coordinate(y)))
        .append("width=\"%s\" ".formatted(Markup.coordinate(width)))
        .append("height=\"%s\"/>\n".formatted(Markup.coordinate(height)));
    return this;
  }

  /** Adds text. */
  Svg text(String style, double x, double y, String text) {
    elements
        .append("<text class=\"%s\" x=\"%s\" ".formatted(style, Markup.coordinate(x)))
        .append("y=\"%s\">%s</text>\n".formatted(Markup.coordinate(y), Markup.escape(text)));
    return this;
  }

  /** Adds a path. */
  Svg path(String style, CharSequence commands) {
    elements.append("<path class=\"%s\" d=\"%s\"/>\n".formatted(style, commands));
    return this;
  }

  /** Adds vertical lines of one height. */
  Svg ticks(String style, double[] positions, double y, double height) {
    StringBuilder commands = new StringBuilder();
    for (double x : positions) {
      commands.append(
          "M%s %sv%s"
              .formatted(Markup.coordinate(x), Markup.coordinate(y), Markup.coordinate(height)));
    }
    return commands.isEmpty() ? this : path(style, commands);
  }

  /** Adds elements that are markup already. */
  Svg markup(String markup) {
    elements.append(markup);
    return this;
  }

  /** The elements of the picture, to be put into another one. */
  String elements() {
    return elements.toString();
  }

  /** The picture as an element of a page. */
  @Override
  public String toString() {
    return head + elements + "</svg>\n";
  }
}
