package io.samforge.sim.accel;

import io.samforge.arch.golden.GoldenOutput;
import java.util.Random;

/**
 * A golden output with one wrong bit.
 *
 * @param wrong the changed output
 * @param token token of the changed element
 * @param channel channel of the changed element
 * @param flipped the changed bit
 */
record InjectedBit(GoldenOutput wrong, int token, int channel, int flipped) {

  /** Flips the lowest bit of a random code, or of a random number where there are no codes. */
  static InjectedBit random(GoldenOutput golden, Random random) {
    int token = random.nextInt(golden.values().length);
    int channel = random.nextInt(golden.values()[token].length);
    return at(golden, token, channel);
  }

  /** Flips the lowest bit of one element. */
  static InjectedBit at(GoldenOutput golden, int token, int channel) {
    float[][] values = golden.values().clone();
    byte[][] codes = golden.codes();
    if (codes == null) {
      values[token] = values[token].clone();
      int bits = Float.floatToRawIntBits(values[token][channel]) ^ 1;
      values[token][channel] = Float.intBitsToFloat(bits);
    } else {
      codes = codes.clone();
      codes[token] = codes[token].clone();
      codes[token][channel] ^= 1;
    }
    return new InjectedBit(new GoldenOutput(golden.results(), values, codes), token, channel, 1);
  }
}
