package io.samforge.eval.accuracy.coco;

import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.RunLengths;
import java.util.BitSet;
import java.util.List;

/**
 * Turns polygons into pixels by the rule of the COCO benchmark.
 *
 * <p>The outline is drawn as a closed chain of points on a grid five times as fine as the pixels.
 * Where the chain crosses the middle of a pixel column it switches between inside and outside, from
 * the pixel whose centre lies at or below the crossing on.
 */
final class PolygonRaster {
  private static final int FINE = 5;

  /** Fine column in the middle of pixel column 0. */
  private static final int MIDDLE = 2;

  private final ImageSize size;
  private final BitSet columns;
  private boolean started;
  private int lastX;
  private int lastY;

  private PolygonRaster(ImageSize size) {
    this.size = size;
    this.columns = new BitSet(Math.toIntExact(size.pixels()));
  }

  /**
   * The pixels inside any of {@code polygons}.
   *
   * @param polygons at least one; each x and y of its corners in turn, in pixels
   */
  static RunLengths of(List<double[]> polygons, ImageSize size) {
    return polygons.stream()
        .map(polygon -> of(polygon, size))
        .reduce(RunLengths::union)
        .orElseThrow();
  }

  private static RunLengths of(double[] polygon, ImageSize size) {
    PolygonRaster raster = new PolygonRaster(size);
    int corners = polygon.length / 2;
    for (int i = 0; i < corners; i++) {
      int next = (i + 1) % corners;
      raster.draw(
          fine(polygon[2 * i]),
          fine(polygon[2 * i + 1]),
          fine(polygon[2 * next]),
          fine(polygon[2 * next + 1]));
    }
    return RunLengths.of(size, raster.columns);
  }

  private static int fine(double coordinate) {
    return (int) (FINE * coordinate + 0.5);
  }

  /** Draws one edge, a point for each step along its longer axis, both ends included. */
  private void draw(int fromX, int fromY, int toX, int toY) {
    int width = Math.abs(toX - fromX);
    int height = Math.abs(toY - fromY);
    boolean flat = width >= height;
    // The same pixels are drawn in both directions: rounding starts at the lower end.
    boolean reversed = flat ? fromX > toX : fromY > toY;
    int startX = reversed ? toX : fromX;
    int startY = reversed ? toY : fromY;
    double rise = flat ? toY - fromY : toX - fromX;
    double slope = (reversed ? -rise : rise) / Math.max(1, Math.max(width, height));
    int steps = flat ? width : height;
    for (int i = 0; i <= steps; i++) {
      int step = reversed ? steps - i : i;
      if (flat) {
        visit(startX + step, (int) (startY + slope * step + 0.5));
      } else {
        visit((int) (startX + slope * step + 0.5), startY + step);
      }
    }
  }

  private void visit(int x, int y) {
    if (started && x != lastX) {
      cross(Math.min(x, lastX), Math.min(y, lastY));
    }
    started = true;
    lastX = x;
    lastY = y;
  }

  /** Switches inside and outside behind fine point (x, y), if it lies in the middle of a column. */
  private void cross(int x, int y) {
    int column = Math.floorDiv(x - MIDDLE, FINE);
    if (Math.floorMod(x - MIDDLE, FINE) != 0 || column < 0 || column >= size.width()) {
      return;
    }
    int below = -Math.floorDiv(MIDDLE - y, FINE);
    int row = Math.max(0, Math.min(size.height(), below));
    columns.flip(column * size.height() + row, Math.toIntExact(size.pixels()));
  }
}
