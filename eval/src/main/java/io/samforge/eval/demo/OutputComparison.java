package io.samforge.eval.demo;

import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.sim.accel.ProgramRunner;
import java.util.Optional;

/**
 * Every bit of the output of one layer, compared.
 *
 * @param elements number of elements compared
 * @param mismatches number of elements that differ
 * @param first the first of them in the order of tokens, then channels
 */
record OutputComparison(long elements, long mismatches, Optional<Mismatch> first) {
  /**
   * Compares what a run left in the device memory with the golden model.
   *
   * @param layer index of the layer in {@code program}
   * @param golden what the golden model computed for the layer, [tokens][outputs]
   */
  static OutputComparison of(
      ProgramRunner runner, Program program, int layer, GoldenOutput golden) {
    String name = program.layers().get(layer).name();
    ProgramTensor tensor = program.outputOf(layer);
    if (tensor.raw()) {
      return of(name, bitsOf(golden.values()), bitsOf(runner.readRaw(tensor)), tensor.bits());
    }
    return of(name, bitsOf(golden.codes()), bitsOf(runner.readCodes(tensor)), tensor.bits());
  }

  /**
   * Compares two outputs, [tokens][outputs] each.
   *
   * @param bits bits of an element, for the message
   * @throws IllegalArgumentException if the shapes differ
   */
  static OutputComparison of(String layer, int[][] expected, int[][] actual, int bits) {
    if (expected.length != actual.length) {
      throw new IllegalArgumentException(
          "%s: %d tokens, expected %d".formatted(layer, actual.length, expected.length));
    }
    long elements = 0;
    long mismatches = 0;
    Mismatch first = null;
    for (int t = 0; t < expected.length; t++) {
      if (expected[t].length != actual[t].length) {
        throw new IllegalArgumentException(
            "%s: %d channels, expected %d".formatted(layer, actual[t].length, expected[t].length));
      }
      for (int o = 0; o < expected[t].length; o++) {
        elements++;
        if (expected[t][o] != actual[t][o]) {
          mismatches++;
          first =
              first != null ? first : new Mismatch(layer, t, o, expected[t][o], actual[t][o], bits);
        }
      }
    }
    return new OutputComparison(elements, mismatches, Optional.ofNullable(first));
  }

  private static int[][] bitsOf(float[][] values) {
    int[][] bits = new int[values.length][];
    for (int t = 0; t < values.length; t++) {
      bits[t] = new int[values[t].length];
      for (int o = 0; o < bits[t].length; o++) {
        // Raw bits: -0.0 and +0.0 are different outputs.
        bits[t][o] = Float.floatToRawIntBits(values[t][o]);
      }
    }
    return bits;
  }

  private static int[][] bitsOf(byte[][] codes) {
    int[][] bits = new int[codes.length][];
    for (int t = 0; t < codes.length; t++) {
      bits[t] = new int[codes[t].length];
      for (int o = 0; o < bits[t].length; o++) {
        bits[t][o] = codes[t][o] & 0xff;
      }
    }
    return bits;
  }
}
