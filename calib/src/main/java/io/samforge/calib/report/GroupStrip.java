package io.samforge.calib.report;

import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.SlotMap;
import io.samforge.calib.quant.ChannelRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Draws the channels of a grouped operand as they fill the slots of the array: how wide the values
 * of each are, how wide the levels of its group are, and the slots that only pad.
 *
 * <p>Channels of a group are sorted by width, so that its spread is seen. Widths are on a log scale
 * from half of the smallest, or {@value #DECADES} decades below the largest, to the largest.
 *
 * @param operand the groups
 * @param ranges the range of every channel
 * @param reductionLanes lanes of the accelerator, whose chunks a group fills
 */
record GroupStrip(CagOperand operand, ChannelRange[] ranges, int reductionLanes) {
  private static final double WIDTH = ValueFigure.WIDTH;
  private static final double HEIGHT = 48;
  private static final double FOOT = 13;
  private static final int DECADES = 3;

  /** Channels narrower than this would not be seen one by one. */
  private static final int COLUMNS = 400;

  /** The picture. */
  Svg draw() {
    SlotMap map = operand.slots(ranges.length, reductionLanes);
    Svg svg = new Svg(WIDTH, HEIGHT + FOOT, "class=\"groups\"");
    ValueAxis axis = axis();
    svg.path("channels", bars(widths(map), axis));
    int start = 0;
    for (int g = 0; g < operand.groups().size(); g++) {
      int end = start;
      while (end < map.slots() && map.slotEntry()[end] == g) {
        end++;
      }
      if (end > start) {
        drawGroup(svg, map, g, start, end, axis);
      }
      start = end;
    }
    int padding = map.slots() - ranges.length;
    String widths =
        "%d channels, widths %s to %s"
            .formatted(
                ranges.length,
                Markup.number(shown().min().orElse(0)),
                Markup.number(shown().max().orElse(0)));
    return svg.text("axis", 0, HEIGHT + FOOT - 3, widths)
        .text("axis end", WIDTH, HEIGHT + FOOT - 3, padding + " padding slots");
  }

  private void drawGroup(Svg svg, SlotMap map, int group, int start, int end, ValueAxis axis) {
    double unit = WIDTH / map.slots();
    int channels = (int) Arrays.stream(operand.groupOfChannel()).filter(g -> g == group).count();
    if (channels < end - start) {
      double from = (start + channels) * unit;
      svg.rectangle("padding", from, 0, end * unit - from, HEIGHT);
    }
    double y = HEIGHT - height(levels(group), axis);
    svg.path(
        "scale",
        "M%s %sH%s"
            .formatted(
                Markup.coordinate(start * unit),
                Markup.coordinate(y),
                Markup.coordinate(end * unit)));
    if (start > 0) {
      svg.ticks("border", new double[] {start * unit}, 0, HEIGHT);
    }
  }

  /** The widths of the slots' channels, sorted in every group; 0 for padding. */
  private double[] widths(SlotMap map) {
    double[] widths = new double[map.slots()];
    int start = 0;
    for (int g = 0; g < operand.groups().size(); g++) {
      List<Double> own = new ArrayList<>();
      int end = start;
      for (; end < widths.length && map.slotEntry()[end] == g; end++) {
        if (map.slotChannel()[end] != SlotMap.PADDING) {
          own.add(width(ranges[map.slotChannel()[end]]));
        }
      }
      own.sort(null);
      for (int i = 0; i < own.size(); i++) {
        widths[start + i] = own.get(i);
      }
      start = end;
    }
    return widths;
  }

  private static String bars(double[] widths, ValueAxis axis) {
    int columns = Math.min(widths.length, COLUMNS);
    StringBuilder path = new StringBuilder("M0 " + Markup.coordinate(HEIGHT));
    for (int i = 0; i < columns; i++) {
      int from = (int) ((long) i * widths.length / columns);
      int to = (int) ((i + 1L) * widths.length / columns);
      double widest = Arrays.stream(widths, from, to).max().orElse(0);
      path.append('V')
          .append(Markup.coordinate(HEIGHT - height(widest, axis)))
          .append('H')
          .append(Markup.coordinate(WIDTH * to / widths.length));
    }
    return path.append('V').append(Markup.coordinate(HEIGHT)).append('Z').toString();
  }

  private ValueAxis axis() {
    double largest =
        Math.max(
            Arrays.stream(ranges).mapToDouble(GroupStrip::width).max().orElse(0),
            Arrays.stream(operand.groupOfChannel()).mapToDouble(this::levels).max().orElse(0));
    double smallest = shown().min().orElse(largest);
    double low = Math.max(smallest / 2, largest / Math.pow(10, DECADES));
    return new ValueAxis.Octaves(Math.log(low) / Math.log(2), Math.log(largest) / Math.log(2));
  }

  /** The widths of the channels that are not constant. */
  private DoubleStream shown() {
    return Arrays.stream(ranges).mapToDouble(GroupStrip::width).filter(width -> width > 0);
  }

  private double levels(int group) {
    return operand.groups().get(group).scale() * (operand.codes() - 1);
  }

  private static double width(ChannelRange range) {
    return (double) range.max() - range.min();
  }

  private static double height(double width, ValueAxis axis) {
    return (HEIGHT - 2) * axis.place(width);
  }
}
