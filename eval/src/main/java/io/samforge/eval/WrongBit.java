package io.samforge.eval;

import io.samforge.arch.golden.GoldenOutput;

/** A wrong expectation, to see that it is found. */
public final class WrongBit {
  private WrongBit() {}

  /** Flips the lowest bit of an element in the middle of what a layer must deliver. */
  public static void flip(GoldenOutput output) {
    if (output.codes() != null) {
      int token = output.codes().length / 2;
      output.codes()[token][output.codes()[token].length / 2] ^= 1;
    } else {
      int token = output.values().length / 2;
      int channel = output.values()[token].length / 2;
      int bits = Float.floatToRawIntBits(output.values()[token][channel]);
      output.values()[token][channel] = Float.intBitsToFloat(bits ^ 1);
    }
  }
}
