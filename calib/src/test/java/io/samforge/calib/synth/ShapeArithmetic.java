package io.samforge.calib.synth;

import io.samforge.calib.synth.ExportStyle.Shapes;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongBinaryOperator;

/**
 * Arithmetic on dimensions: nodes where the style computes shapes, otherwise plain numbers. An open
 * dimension times or divided by a number stays open.
 */
final class ShapeArithmetic {
  private final Operators at;

  ShapeArithmetic(Operators at) {
    this.at = at;
  }

  private boolean computed() {
    return at.style().shapes() == Shapes.COMPUTED;
  }

  /** Dimension {@code axis} of {@code tensor}, {@code size} elements or -1 if that is open. */
  Dimension of(String tensor, int axis, long size) {
    if (!computed()) {
      return Dimension.of(size);
    }
    return computed(size, at.gather(at.apply("Shape", tensor), 0, at.scalar(axis)));
  }

  /** A dimension that Reshape finds out where shapes are computed, {@code size} elsewhere. */
  Dimension rest(long size) {
    return computed() ? Dimension.of(-1) : Dimension.of(size);
  }

  Dimension plus(Dimension a, Dimension b) {
    return combined("Add", a, b, Math::addExact);
  }

  Dimension minus(Dimension a, Dimension b) {
    return combined("Sub", a, b, Math::subtractExact);
  }

  Dimension times(Dimension a, Dimension b) {
    return combined("Mul", a, b, Math::multiplyExact);
  }

  Dimension over(Dimension a, Dimension b) {
    return combined("Div", a, b, Math::floorDiv);
  }

  Dimension modulo(Dimension a, Dimension b) {
    return combined("Mod", a, b, Math::floorMod);
  }

  private Dimension combined(String node, Dimension a, Dimension b, LongBinaryOperator number) {
    long size = a.isOpen() || b.isOpen() ? -1 : number.applyAsLong(a.size(), b.size());
    if (a.scalar().isEmpty() && b.scalar().isEmpty()) {
      return Dimension.of(size);
    }
    return computed(size, at.apply(node, scalar(a), scalar(b)));
  }

  private static Dimension computed(long size, String scalar) {
    return new Dimension(size, Optional.of(scalar));
  }

  private String scalar(Dimension dimension) {
    return dimension.scalar().orElseGet(() -> at.scalar(dimension.size()));
  }

  /** The dimensions as one vector. */
  String vector(Dimension... shape) {
    if (Arrays.stream(shape).allMatch(d -> d.scalar().isEmpty())) {
      return at.vector(Arrays.stream(shape).mapToLong(Dimension::size).toArray());
    }
    String[] parts =
        Arrays.stream(shape)
            .map(
                d ->
                    d.scalar()
                        .map(scalar -> at.unsqueeze(scalar, 0))
                        .orElseGet(() -> at.vector(d.size())))
            .toArray(String[]::new);
    return at.concat(0, parts);
  }

  /** {@code x} in the given shape. */
  String reshape(String x, Dimension... shape) {
    return at.reshape(x, vector(shape));
  }
}
