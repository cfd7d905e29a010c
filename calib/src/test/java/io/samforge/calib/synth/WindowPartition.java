package io.samforge.calib.synth;

import java.util.List;

/**
 * Cuts images {@code [batch, height, width, channels]} into square windows, with zeros below and to
 * the right of images that are no whole number of windows, and puts them together again.
 */
final class WindowPartition {
  private final Operators at;
  private final ShapeArithmetic shapes;
  private final Dimension side;
  private final Dimension height;
  private final Dimension width;
  private final Dimension channels;
  private final Dimension addedRows;
  private final Dimension addedColumns;
  private final Dimension paddedHeight;
  private final Dimension paddedWidth;

  WindowPartition(Operators at, int side, Dimension height, Dimension width, Dimension channels) {
    this.at = at;
    this.shapes = new ShapeArithmetic(at);
    this.side = Dimension.of(side);
    this.height = height;
    this.width = width;
    this.channels = channels;
    addedRows = missing(height);
    addedColumns = missing(width);
    paddedHeight = shapes.plus(height, addedRows);
    paddedWidth = shapes.plus(width, addedColumns);
  }

  private Dimension missing(Dimension size) {
    return shapes.modulo(shapes.minus(side, shapes.modulo(size, side)), side);
  }

  private boolean padded() {
    return addedRows.size() > 0 || addedColumns.size() > 0;
  }

  private Dimension rows() {
    return shapes.over(paddedHeight, side);
  }

  private Dimension columns() {
    return shapes.over(paddedWidth, side);
  }

  /** The number of windows of one image. */
  Dimension windows() {
    return shapes.over(shapes.over(shapes.times(paddedHeight, paddedWidth), side), side);
  }

  /** The windows of {@code x} in order, in a shape that begins with their number. */
  String cut(String x, Dimension batch, Dimension... windowShape) {
    String whole = padded() ? at.pad(x, pads()) : x;
    String grid = shapes.reshape(whole, batch, rows(), side, columns(), side, channels);
    return shapes.reshape(at.transpose(grid, 0, 1, 3, 2, 4, 5), windowShape);
  }

  /** The images that the windows of {@link #cut} make, without what was added. */
  String join(String windows, Dimension batch, Dimension restOfChannels) {
    String grid = shapes.reshape(windows, batch, rows(), columns(), side, side, restOfChannels);
    String whole =
        shapes.reshape(
            at.transpose(grid, 0, 1, 3, 2, 4, 5), batch, paddedHeight, paddedWidth, restOfChannels);
    return padded() ? cropped(whole) : whole;
  }

  private String cropped(String whole) {
    String fewerRows = at.slice(whole, 1, at.vector(0), shapes.vector(height));
    return at.slice(fewerRows, 2, at.vector(0), shapes.vector(width));
  }

  /** The pads as the exporter turns PyTorch's order, last axis first, into that of ONNX. */
  private String pads() {
    Dimension zero = Dimension.of(0);
    if (at.style().shapes() == ExportStyle.Shapes.CONSTANT) {
      return shapes.vector(zero, zero, zero, zero, zero, addedRows, addedColumns, zero);
    }
    String given = shapes.vector(zero, zero, zero, addedColumns, zero, addedRows);
    String others =
        at.node(
            "ConstantOfShape",
            List.of(at.vector(2)),
            Attribute.tensor("value", GraphWriter.integers(new long[] {0}, 1)));
    String pairs = at.reshape(at.concat(0, given, others), at.vector(-1, 2));
    String firstAxisFirst =
        at.apply(
            "Slice", pairs, at.vector(-1), at.vector(-Long.MAX_VALUE), at.vector(0), at.vector(-1));
    String flat = at.reshape(at.transpose(firstAxisFirst, 1, 0), at.vector(-1));
    return at.cast(flat, GraphWriter.INT64);
  }
}
