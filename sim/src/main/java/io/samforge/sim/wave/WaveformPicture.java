package io.samforge.sim.wave;

import io.samforge.arch.UserError;
import io.samforge.sim.Port;
import io.samforge.sim.Recording;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Draws some ports of a recording over its cycles as an SVG picture: single bits as digital waves,
 * wider ports as lanes that show their value in hexadecimal where it stays long enough.
 *
 * @param recording the ports, one row per cycle
 * @param firstCycle the number of the recording's first cycle
 * @param title what the picture shows
 * @param markedCycle a cycle to mark, or a negative number
 * @param mark the text of the mark
 */
public record WaveformPicture(
    Recording recording, long firstCycle, String title, long markedCycle, String mark) {
  /** The ports that tell how results leave an accelerator and what is read meanwhile. */
  public static final List<String> WRITE_CHANNEL =
      List.of(
          "m_axi_awvalid",
          "m_axi_awready",
          "m_axi_awaddr",
          "m_axi_wvalid",
          "m_axi_wready",
          "m_axi_wdata",
          "m_axi_wlast",
          "m_axi_bvalid",
          "m_axi_arvalid",
          "m_axi_araddr",
          "m_axi_rvalid",
          "interrupt");

  private static final int LABEL_WIDTH = 150;
  private static final int CYCLE_WIDTH = 18;
  private static final int ROW_HEIGHT = 26;
  private static final int WAVE_HEIGHT = 16;
  private static final int TOP = 48;
  private static final int AXIS_STEP = 8;
  private static final double CHARACTER_WIDTH = 6.2;

  /** Draws without a mark. */
  public WaveformPicture(Recording recording, long firstCycle, String title) {
    this(recording, firstCycle, title, -1, "");
  }

  /** Returns this picture with a cycle marked. */
  public WaveformPicture withMark(long cycle, String text) {
    return new WaveformPicture(recording, firstCycle, title, cycle, text);
  }

  /**
   * Writes the picture to a file and creates its folder.
   *
   * @throws UserError when a port was not recorded or the file cannot be written
   */
  public Path save(Path file, List<String> ports) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, svg(ports));
    } catch (IOException failure) {
      throw new UserError("picture " + file + ": " + failure.getMessage());
    }
  }

  /** Returns the picture of some ports, from top to bottom, as SVG text. */
  public String svg(List<String> ports) {
    int width = LABEL_WIDTH + recording.cycles() * CYCLE_WIDTH + 16;
    int height = TOP + ports.size() * ROW_HEIGHT + 12;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" font-family=\"monospace\" font-size=\"10\">",
        width,
        height,
        width,
        height);
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height);
    add(svg, "<text x=\"8\" y=\"16\" font-size=\"12\">%s</text>", escaped(title));
    mark(svg, height);
    axis(svg, height);
    for (int i = 0; i < ports.size(); i++) {
      int y = TOP + i * ROW_HEIGHT;
      Port port =
          recording
              .values()
              .layout()
              .ports()
              .get(recording.values().layout().position(ports.get(i)));
      add(svg, "<text x=\"8\" y=\"%d\">%s</text>", y + WAVE_HEIGHT - 4, escaped(port.name()));
      if (port.width() == 1) {
        wave(svg, port.name(), y);
      } else {
        lane(svg, port, y);
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private void mark(StringBuilder svg, int height) {
    long row = markedCycle - firstCycle;
    if (markedCycle < 0 || row < 0 || row >= recording.cycles()) {
      return;
    }
    int x = x((int) row);
    add(
        svg,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#ffd9d9\"/>",
        x,
        TOP - 8,
        CYCLE_WIDTH,
        height - TOP + 4);
    add(
        svg,
        "<text x=\"%d\" y=\"16\" fill=\"#b00000\" text-anchor=\"middle\">%s</text>",
        x + CYCLE_WIDTH / 2,
        escaped(mark));
  }

  private void axis(StringBuilder svg, int height) {
    for (int row = 0; row < recording.cycles(); row++) {
      if ((firstCycle + row) % AXIS_STEP == 0) {
        add(
            svg,
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#d8d8d8\"/>",
            x(row),
            TOP - 8,
            x(row),
            height - 8);
        add(
            svg,
            "<text x=\"%d\" y=\"%d\" fill=\"#707070\" text-anchor=\"middle\">%d</text>",
            x(row),
            TOP - 14,
            firstCycle + row);
      }
    }
  }

  private void wave(StringBuilder svg, String port, int y) {
    StringBuilder points = new StringBuilder();
    for (int row = 0; row < recording.cycles(); row++) {
      int level = recording.get(row, port) == 0 ? y + WAVE_HEIGHT : y;
      points.append(x(row)).append(',').append(level).append(' ');
      points.append(x(row + 1)).append(',').append(level).append(' ');
    }
    add(
        svg,
        "<polyline points=\"%s\" fill=\"none\" stroke=\"#104080\" stroke-width=\"1.3\"/>",
        points.toString().strip());
  }

  private void lane(StringBuilder svg, Port port, int y) {
    for (int row = 0; row < recording.cycles(); ) {
      BigInteger value = recording.values().getBig(row, port.name());
      int end = row + 1;
      while (end < recording.cycles()
          && recording.values().getBig(end, port.name()).equals(value)) {
        end++;
      }
      int space = x(end) - x(row);
      add(
          svg,
          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#206020\"/>",
          x(row),
          y,
          space,
          WAVE_HEIGHT);
      add(
          svg,
          "<text x=\"%d\" y=\"%d\">%s</text>",
          x(row) + 2,
          y + WAVE_HEIGHT - 4,
          shortened(value.toString(16), (int) ((space - 4) / CHARACTER_WIDTH)));
      row = end;
    }
  }

  /** Returns the last digits of a number, behind a dot where digits are missing. */
  private static String shortened(String digits, int most) {
    if (digits.length() <= most) {
      return digits;
    }
    return most < 2 ? "" : "." + digits.substring(digits.length() - most + 1);
  }

  private static int x(int row) {
    return LABEL_WIDTH + row * CYCLE_WIDTH;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
