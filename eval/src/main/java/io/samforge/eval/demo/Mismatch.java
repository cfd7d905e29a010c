package io.samforge.eval.demo;

/**
 * An output element whose bits differ between the accelerator and the golden model.
 *
 * @param layer name of the layer
 * @param token row of the output
 * @param channel column of the output
 * @param expected bits of the golden model
 * @param actual bits of the accelerator
 * @param bits bits of an element; 32 for floats
 */
record Mismatch(String layer, int token, int channel, int expected, int actual, int bits) {
  /** One line that names the element and both values, in hexadecimal and, for floats, decimal. */
  String describe() {
    int digits = (bits + 3) / 4;
    String format =
        "%s: token %d, channel %d: expected 0x%0" + digits + "x%s, found 0x%0" + digits + "x%s";
    return format.formatted(
        layer, token, channel, expected, decimal(expected), actual, decimal(actual));
  }

  private String decimal(int value) {
    return bits == Float.SIZE ? " (" + Float.intBitsToFloat(value) + ")" : "";
  }
}
