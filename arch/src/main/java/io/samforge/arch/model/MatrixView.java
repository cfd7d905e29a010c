package io.samforge.arch.model;

import java.util.List;

/**
 * How a float tensor in row-major order is seen as a matrix [tokens][channels]. The batch is one.
 */
public sealed interface MatrixView {
  /** Returns the number of rows. */
  int tokens();

  /** Returns the number of columns. */
  int channels();

  /** Returns the dimensions of the tensor. */
  List<Long> shape();

  /**
   * Copies one token out of a tensor.
   *
   * @param tensor all elements of the tensor
   * @param row receives {@link #channels()} values
   */
  void read(float[] tensor, int token, float[] row);

  /**
   * Copies one token into a tensor.
   *
   * @throws UnsupportedOperationException for patches, which overlap
   */
  void write(float[] row, int token, float[] tensor);

  /**
   * The last dimension holds the channels, all others are tokens.
   *
   * @param shape dimensions of the tensor
   */
  record Rows(List<Long> shape) implements MatrixView {
    /** Refuses empty shapes. */
    public Rows {
      shape = List.copyOf(shape);
      if (shape.isEmpty() || shape.stream().anyMatch(d -> d < 1)) {
        throw new IllegalArgumentException("a matrix cannot be seen in the shape " + shape);
      }
    }

    @Override
    public int tokens() {
      long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
      return Math.toIntExact(elements / channels());
    }

    @Override
    public int channels() {
      return Math.toIntExact(shape.get(shape.size() - 1));
    }

    @Override
    public void read(float[] tensor, int token, float[] row) {
      System.arraycopy(tensor, token * channels(), row, 0, channels());
    }

    @Override
    public void write(float[] row, int token, float[] tensor) {
      System.arraycopy(row, 0, tensor, token * channels(), channels());
    }
  }

  /**
   * A picture [1][channels][height][width]; every pixel is a token.
   *
   * @param channels planes
   * @param height rows of pixels
   * @param width columns of pixels
   */
  record Planes(int channels, int height, int width) implements MatrixView {
    @Override
    public int tokens() {
      return height * width;
    }

    @Override
    public List<Long> shape() {
      return List.of(1L, (long) channels, (long) height, (long) width);
    }

    @Override
    public void read(float[] tensor, int token, float[] row) {
      int pixels = tokens();
      for (int c = 0; c < channels; c++) {
        row[c] = tensor[c * pixels + token];
      }
    }

    @Override
    public void write(float[] row, int token, float[] tensor) {
      int pixels = tokens();
      for (int c = 0; c < channels; c++) {
        tensor[c * pixels + token] = row[c];
      }
    }
  }

  /**
   * The patches of a picture [1][planes][height][width] under a square kernel; every position of
   * the kernel is a token, its channels are ordered by plane, kernel row, kernel column. Pixels
   * outside of the picture are zero.
   *
   * @param planes planes of the picture
   * @param height rows of pixels
   * @param width columns of pixels
   * @param kernel side of the kernel
   * @param stride pixels between two positions
   * @param padding pixels added at each side
   */
  record Patches(int planes, int height, int width, int kernel, int stride, int padding)
      implements MatrixView {
    /** Refuses kernels that fit nowhere. */
    public Patches {
      boolean valid = planes > 0 && kernel > 0 && stride > 0 && padding >= 0;
      if (!valid || kernel > height + 2 * padding || kernel > width + 2 * padding) {
        throw new IllegalArgumentException(
            "a %d x %d picture has no patches of side %d".formatted(height, width, kernel));
      }
    }

    /** Returns the positions of the kernel in a column. */
    public int rows() {
      return (height + 2 * padding - kernel) / stride + 1;
    }

    /** Returns the positions of the kernel in a row. */
    public int columns() {
      return (width + 2 * padding - kernel) / stride + 1;
    }

    @Override
    public int tokens() {
      return rows() * columns();
    }

    @Override
    public int channels() {
      return planes * kernel * kernel;
    }

    @Override
    public List<Long> shape() {
      return List.of(1L, (long) planes, (long) height, (long) width);
    }

    @Override
    public void read(float[] tensor, int token, float[] row) {
      int top = token / columns() * stride - padding;
      int left = token % columns() * stride - padding;
      int at = 0;
      for (int plane = 0; plane < planes; plane++) {
        for (int y = top; y < top + kernel; y++) {
          for (int x = left; x < left + kernel; x++) {
            boolean inside = y >= 0 && y < height && x >= 0 && x < width;
            row[at++] = inside ? tensor[(plane * height + y) * width + x] : 0;
          }
        }
      }
    }

    @Override
    public void write(float[] row, int token, float[] tensor) {
      throw new UnsupportedOperationException("patches overlap");
    }
  }
}
