package io.samforge.calib.run;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.model.InputOrigin;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.MatrixView;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.model.RightQuantization;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.quant.FloatMatrix;
import io.samforge.host.run.FloatTensor;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Random steps, weights and quantisers for values around one. */
record RandomModel(Random random) {
  static LinearStep linear(
      String name, String in, MatrixView from, String out, MatrixView to, ActivationFunction f) {
    return new LinearStep(name, in, from, out, to, InputOrigin.OTHER, f);
  }

  static ProductStep product(int batch, int heads, int tokens, int inner, int columns) {
    List<Long> shape = List.of((long) batch, (long) tokens, (long) columns);
    return new ProductStep(
        "product", "l", "r", "y", batch, heads, tokens, inner, columns, InputOrigin.OTHER, shape);
  }

  FloatTensor tensor(List<Long> shape) {
    int elements = (int) shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    return new FloatTensor(shape, values(elements));
  }

  float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  LinearWeights weights(LinearStep step) {
    int size = step.outputChannels() * step.channels();
    return new LinearWeights(
        new FloatMatrix(step.outputChannels(), step.channels(), values(size)),
        values(step.outputChannels()));
  }

  Operand grouped(int bits, int channels, int groups) {
    List<UniformParameters> parameters =
        Stream.generate(
                () -> new UniformParameters(bits, scale(bits), 1 + random.nextInt((1 << bits) - 1)))
            .limit(groups)
            .toList();
    return new CagOperand(parameters, random.ints(channels, 0, groups).toArray());
  }

  private double scale(int bits) {
    return (2 + 4 * random.nextDouble()) / (1 << bits);
  }

  Operand hybrid(int bits) {
    double log = 0.2 + random.nextDouble();
    double step = 4 * scale(bits) / (2 + random.nextInt(4));
    return new HluqOperand(
        new HluqParameters(bits, 1 + random.nextInt((1 << bits) / 2), -0.17, log, step));
  }

  /** Returns wide codes in digits of some bits, with a zero-point for every channel. */
  Operand wide(int digitBits, int channels) {
    UniformParameters parameters = new UniformParameters(WideOperand.BITS, scale(8), 0);
    return new WideOperand(parameters, random.ints(channels, 20, 230).toArray(), digitBits);
  }

  LinearQuantization quantization(LinearStep step, Operand operand) {
    int bits = operand.slotBits();
    byte[][] codes = new byte[step.outputChannels()][step.channels()];
    for (byte[] row : codes) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (byte) random.nextInt(1 << bits);
      }
    }
    int outputs = codes.length;
    QuantizedWeights weights =
        new QuantizedWeights(
            bits,
            codes,
            random.doubles(outputs, 1e-3, 1e-1).toArray(),
            random.ints(outputs, 0, 1 << bits).toArray());
    return new LinearQuantization(
        SnappedOperand.snap(operand), weights, random.doubles(outputs, -1, 1).toArray());
  }

  RightQuantization right(int bits, int columns) {
    return new RightQuantization(
        bits,
        random.doubles(columns, 0.05, 0.5).toArray(),
        random.ints(columns, 0, 1 << bits).toArray());
  }
}
