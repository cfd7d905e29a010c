package io.samforge.arch.layer;

/**
 * Weights of a layer quantised asymmetrically per output channel (algorithm, section 3.2): {@code
 * weight = scale[o] * (code - zeroPoint[o])}.
 *
 * <p>The arrays are not copied; they must not change.
 *
 * @param bits bits of a code, 2..8
 * @param codes unsigned codes, [outputs][channels]
 * @param scale step of every output channel, finite and positive
 * @param zeroPoint code of zero of every output channel
 */
public record QuantizedWeights(int bits, byte[][] codes, double[] scale, int[] zeroPoint) {

  /** Rejects arrays of different lengths and values out of range. */
  public QuantizedWeights {
    if (bits < 2 || bits > 8) {
      throw new IllegalArgumentException("weight bits " + bits + "; allowed: 2 to 8");
    }
    if (codes.length == 0 || scale.length != codes.length || zeroPoint.length != codes.length) {
      throw new IllegalArgumentException(
          String.format(
              "%d weight rows, %d scales, %d zero-points",
              codes.length, scale.length, zeroPoint.length));
    }
    for (int o = 0; o < codes.length; o++) {
      checkRow(bits, o, codes[o], codes[0].length);
      if (!(scale[o] > 0) || Double.isInfinite(scale[o])) {
        throw new IllegalArgumentException("weight scale " + scale[o] + " of output " + o);
      }
      if (zeroPoint[o] < 0 || zeroPoint[o] >= 1 << bits) {
        throw new IllegalArgumentException("weight zero-point " + zeroPoint[o] + " of output " + o);
      }
    }
  }

  private static void checkRow(int bits, int output, byte[] row, int channels) {
    if (row.length != channels || channels == 0) {
      throw new IllegalArgumentException(
          "output " + output + " has " + row.length + " weights, output 0 has " + channels);
    }
    for (byte code : row) {
      if ((code & 0xff) >= 1 << bits) {
        throw new IllegalArgumentException(
            "weight code "
                + (code & 0xff)
                + " of output "
                + output
                + "; allowed: 0 to "
                + ((1 << bits) - 1));
      }
    }
  }

  /** Returns the number of output channels. */
  public int outputs() {
    return codes.length;
  }

  /** Returns the number of input channels. */
  public int channels() {
    return codes[0].length;
  }

  /**
   * Returns the zero-point of an output relative to the signed weights: {@code code - 2^(bw-1)}.
   */
  public int offset(int output) {
    return zeroPoint[output] - (1 << bits - 1);
  }

  /** Returns a signed weight: {@code code - 2^(bw-1)}. */
  public int signed(int output, int channel) {
    return (codes[output][channel] & 0xff) - (1 << bits - 1);
  }
}
