package io.samforge.calib.synth;

import io.samforge.calib.synth.ExportStyle.Positions;
import io.samforge.calib.synth.ExportStyle.Shapes;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the attention of one block of a {@link SamVit} with its relative positions. */
final class SamVitAttention {
  private final SamVit net;
  private final Layers layer;
  private final Operators at;
  private final ShapeArithmetic shapes;
  private final int side;

  SamVitAttention(SamVit net, Layers layer, int side) {
    this.net = net;
    this.layer = layer;
    this.at = layer.at();
    this.shapes = layer.shapes();
    this.side = side;
  }

  /** Attention inside each of {@code images} images (-1: open) {@code [side, side, dim]}. */
  String of(String x, long images) {
    Dimension batch = shapes.of(x, 0, images);
    Dimension height = shapes.of(x, 1, side);
    Dimension width = shapes.of(x, 2, side);
    Dimension heads = Dimension.of(net.heads());
    Dimension tokens = shapes.times(height, width);
    Dimension headDim = shapes.rest(net.headDim());
    Dimension planes = shapes.times(batch, heads);

    String qkv = layer.linear(x, "qkv", 3 * net.dim(), net.dim());
    String perHead = shapes.reshape(qkv, batch, tokens, Dimension.of(3), heads, headDim);
    String ordered = at.transpose(perHead, 2, 0, 3, 1, 4);
    List<String> parts = unbound(shapes.reshape(ordered, Dimension.of(3), planes, tokens, headDim));
    String q = parts.get(0);

    float scale = (float) (1 / Math.sqrt(net.headDim()));
    String scaled = at.apply("Mul", q, at.constant(scale));
    String logits = at.apply("MatMul", scaled, at.transpose(parts.get(1), 0, 2, 1));
    String biased = withPositions(logits, q, planes, height, width);
    String values = at.apply("MatMul", at.softmax(biased), parts.get(2));

    String image = shapes.reshape(values, batch, heads, height, width, headDim);
    String joined =
        shapes.reshape(
            at.transpose(image, 0, 2, 3, 1, 4), batch, height, width, shapes.rest(net.dim()));
    return layer.linear(joined, "proj", net.dim(), net.dim());
  }

  /** The three matrices of {@code [3, planes, tokens, head dim]}. */
  private List<String> unbound(String x) {
    if (at.style().shapes() == Shapes.CONSTANT) {
      return IntStream.range(0, 3).mapToObj(i -> at.gather(x, 0, at.scalar(i))).toList();
    }
    return at.split(x, 0, 3, 1).stream().map(part -> at.squeeze(part, 0)).toList();
  }

  private String withPositions(
      String logits, String q, Dimension planes, Dimension height, Dimension width) {
    Dimension tokens = shapes.times(height, width);
    String image = shapes.reshape(q, planes, height, width, Dimension.of(net.headDim()));
    String rows = rowTerm(image);
    String columns = columnTerm(image);
    String grid = shapes.reshape(logits, planes, height, width, height, width);
    String byRow = at.apply("Add", grid, at.unsqueeze(rows, 4));
    String biased = at.apply("Add", byRow, at.unsqueeze(columns, 3));
    return shapes.reshape(biased, planes, tokens, tokens);
  }

  /** q times the table of vertical distances, {@code [planes, row, column, row of the key]}. */
  private String rowTerm(String q) {
    if (at.style().positions() == Positions.EINSUM) {
      return einsum("bhwc,hkc->bhwk", q, table("rel_pos_h", false));
    }
    return at.apply("MatMul", q, table("rel_pos_h", true));
  }

  /**
   * q times the table of horizontal distances, {@code [planes, row, column, column of the key]}.
   */
  private String columnTerm(String q) {
    if (at.style().positions() == Positions.EINSUM) {
      return einsum("bhwc,wkc->bhwk", q, table("rel_pos_w", false));
    }
    String byColumn = at.transpose(q, 0, 2, 1, 3);
    String product = at.apply("MatMul", byColumn, table("rel_pos_w", true));
    return at.transpose(product, 0, 2, 1, 3);
  }

  private String einsum(String equation, String a, String b) {
    return at.node("Einsum", List.of(a, b), Attribute.text("equation", equation));
  }

  /** The table of all pairs, {@code [query][key][head dim]} or with the last two exchanged. */
  private String table(String name, boolean exchanged) {
    SamVitTables tables = new SamVitTables(side, net.headDim());
    float[] positions = tables.positions(layer.random(), layer.name(name));
    if (at.style().shapes() == Shapes.CONSTANT) {
      return folded(tables, positions, exchanged);
    }
    String parameter =
        at.graph().parameter(layer.name(name), positions, 2L * side - 1, net.headDim());
    String pairs = at.gather(parameter, 0, at.indices(tables.distances(), side, side));
    return exchanged ? at.transpose(pairs, 0, 2, 1) : pairs;
  }

  private String folded(SamVitTables tables, float[] positions, boolean exchanged) {
    return exchanged
        ? at.graph().folded("MatMul", tables.pairs(positions, true), side, net.headDim(), side)
        : at.graph().folded("Einsum", tables.pairs(positions, false), side, side, net.headDim());
  }
}
