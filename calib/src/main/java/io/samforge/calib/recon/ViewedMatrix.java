package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.samforge.arch.model.MatrixView;

/**
 * A tensor seen as a matrix of tokens and channels, in whichever order needs no copy.
 *
 * <p>Pictures may have another size than their view: a part of a picture has the same channels.
 *
 * @param values shape [tokens][channels], or [channels][tokens] if channels come first
 * @param channelsFirst whether channels come first
 * @param height rows of pixels that the tokens are; 0 when they are no picture
 * @param width columns of pixels that the tokens are
 */
record ViewedMatrix(NDArray values, boolean channelsFirst, long height, long width) {

  /** Sees a tensor through a view. */
  static ViewedMatrix of(MatrixView view, NDArray tensor) {
    Shape shape = tensor.getShape();
    if (view instanceof MatrixView.Rows) {
      return new ViewedMatrix(tensor.reshape(-1, view.channels()), false, 0, 0);
    }
    if (view instanceof MatrixView.Patches patches) {
      return patches(patches, tensor);
    }
    return new ViewedMatrix(tensor.reshape(view.channels(), -1), true, shape.get(2), shape.get(3));
  }

  private static ViewedMatrix patches(MatrixView.Patches view, NDArray picture) {
    long pad = view.padding();
    NDArray padded = pad == 0 ? picture : picture.pad(new Shape(pad, pad, pad, pad), 0);
    long kernel = view.kernel();
    long stride = view.stride();
    long rows = (padded.getShape().get(2) - kernel) / stride + 1;
    long columns = (padded.getShape().get(3) - kernel) / stride + 1;
    NDList positions = new NDList();
    for (long y = 0; y < kernel; y++) {
      NDArray lines = SelectionOperators.slice(padded, 2, y, y + (rows - 1) * stride + 1, stride);
      for (long x = 0; x < kernel; x++) {
        positions.add(
            SelectionOperators.slice(lines, 3, x, x + (columns - 1) * stride + 1, stride));
      }
    }
    NDArray stacked = NDArrays.stack(positions, 2);
    return new ViewedMatrix(stacked.reshape(view.channels(), -1), true, rows, columns);
  }

  /** Returns this matrix with other values of the same shape. */
  ViewedMatrix with(NDArray other) {
    return new ViewedMatrix(other, channelsFirst, height, width);
  }

  /**
   * Returns the product with weights, plus a bias.
   *
   * @param weights shape [outputs][channels]
   * @param bias shape [outputs]
   */
  ViewedMatrix times(NDArray weights, NDArray bias) {
    return with(
        channelsFirst
            ? weights.matMul(values).add(bias.reshape(-1, 1))
            : values.matMul(weights.transpose()).add(bias));
  }

  /** Returns the tensor that has this matrix in its view. */
  NDArray tensor(MatrixView view) {
    boolean planes = view instanceof MatrixView.Planes;
    NDArray ordered = planes == channelsFirst ? values : values.transpose();
    if (planes && height > 0) {
      return ordered.reshape(1, view.channels(), height, width);
    }
    return ordered.reshape(ShapeFit.of(view.shape(), ordered.size()));
  }
}
