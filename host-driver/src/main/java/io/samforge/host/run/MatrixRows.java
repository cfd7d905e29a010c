package io.samforge.host.run;

import io.samforge.arch.model.MatrixView;
import java.util.stream.IntStream;

/** Copies the rows of a matrix into a tensor. */
final class MatrixRows {
  /** Tokens of a picture that are written together, so that planes are written in long runs. */
  private static final int TOKENS_AT_ONCE = 256;

  private MatrixRows() {}

  /**
   * Returns the tensor whose view has the given rows.
   *
   * @param rows values, [tokens][channels]
   */
  static float[] tensor(MatrixView view, float[][] rows) {
    int channels = view.channels();
    float[] tensor = new float[Math.multiplyExact(view.tokens(), channels)];
    if (!(view instanceof MatrixView.Planes)) {
      for (int t = 0; t < rows.length; t++) {
        view.write(rows[t], t, tensor);
      }
      return tensor;
    }
    int blocks = (rows.length + TOKENS_AT_ONCE - 1) / TOKENS_AT_ONCE;
    IntStream.range(0, blocks)
        .parallel()
        .forEach(
            b -> {
              int from = b * TOKENS_AT_ONCE;
              int to = Math.min(rows.length, from + TOKENS_AT_ONCE);
              for (int c = 0; c < channels; c++) {
                for (int t = from; t < to; t++) {
                  tensor[c * rows.length + t] = rows[t][c];
                }
              }
            });
    return tensor;
  }
}
