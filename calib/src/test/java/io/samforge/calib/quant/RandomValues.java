package io.samforge.calib.quant;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.Log2Parameters;
import io.samforge.arch.format.Quantizer;
import io.samforge.arch.format.UniformParameters;
import java.util.Random;

/**
 * Random matrices and quantisers of all kinds.
 *
 * @param random where they come from
 */
record RandomValues(Random random) {
  /** Normal values. */
  FloatMatrix normal(int rows, int columns, double deviation) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return new FloatMatrix(rows, columns, values);
  }

  /** Values in [0, 1) whose logarithms are spread evenly over 24 octaves, a few of them zero. */
  FloatMatrix probabilities(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(20) == 0 ? 0 : (float) Math.pow(2, -24 * random.nextDouble());
    }
    return new FloatMatrix(rows, columns, values);
  }

  /** Channels with ranges of their own, as large as {@code spread} octaves apart. */
  FloatMatrix channels(int rows, int columns, double spread) {
    float[] values = normal(rows, columns, 1).toArray();
    for (int c = 0; c < columns; c++) {
      double scale = Math.pow(2, spread * random.nextDouble());
      double offset = random.nextGaussian() * scale;
      for (int r = 0; r < rows; r++) {
        values[r * columns + c] = (float) (values[r * columns + c] * scale + offset);
      }
    }
    return new FloatMatrix(rows, columns, values);
  }

  /** A quantiser for values around zero: kind 0 is uniform, 1 hybrid, 2 logarithmic. */
  Quantizer quantizer(int kind, int bits) {
    double scale = Math.exp(random.nextGaussian()) / (1 << bits);
    return switch (kind) {
      case 0 -> new UniformParameters(bits, 4 * scale, random.nextInt(1 << bits));
      case 1 ->
          new HluqParameters(
              bits,
              1 + random.nextInt(1 << bits - 1),
              random.nextGaussian(),
              Math.exp(random.nextGaussian()),
              scale);
      default -> Log2Parameters.of(bits, 1 << random.nextInt(3), Math.exp(random.nextGaussian()));
    };
  }
}
