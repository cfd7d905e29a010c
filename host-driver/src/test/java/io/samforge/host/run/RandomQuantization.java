package io.samforge.host.run;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.model.LinearQuantization;
import io.samforge.arch.model.RightQuantization;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Random quantisers for values around one. */
record RandomQuantization(Random random, int bits) {
  Operand grouped(int channels, int groups) {
    List<UniformParameters> parameters = Stream.generate(this::uniform).limit(groups).toList();
    return new CagOperand(parameters, random.ints(channels, 0, groups).toArray());
  }

  UniformParameters uniform() {
    double scale = Math.exp(random.nextGaussian() - 1);
    return new UniformParameters(bits, scale, random.nextInt(1 << bits));
  }

  Operand hybrid() {
    double log = 0.2 + random.nextDouble();
    int nLog = 1 + random.nextInt((1 << bits) / 2);
    return new HluqOperand(
        new HluqParameters(bits, nLog, -0.17, log, log / (2 + random.nextInt(10))));
  }

  /** Returns wide codes whose channels have zero-points of their own. */
  Operand wide(int channels) {
    UniformParameters parameters =
        new UniformParameters(WideOperand.BITS, 0.01 + 0.04 * random.nextDouble(), 0);
    return new WideOperand(parameters, random.ints(channels, -20, 276).toArray(), bits);
  }

  LinearQuantization linear(Operand operand, int channels, int outputs) {
    byte[][] codes = new byte[outputs][channels];
    for (byte[] row : codes) {
      for (int c = 0; c < channels; c++) {
        row[c] = (byte) random.nextInt(1 << bits);
      }
    }
    QuantizedWeights weights =
        new QuantizedWeights(
            bits,
            codes,
            random.doubles(outputs, 1e-3, 1e-1).toArray(),
            random.ints(outputs, 0, 1 << bits).toArray());
    double[] bias = random.doubles(outputs, -1, 1).toArray();
    return new LinearQuantization(SnappedOperand.snap(operand), weights, bias);
  }

  RightQuantization right(int columns) {
    return new RightQuantization(
        bits,
        random.doubles(columns, 0.05, 0.5).toArray(),
        random.ints(columns, 0, 1 << bits).toArray());
  }

  float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
