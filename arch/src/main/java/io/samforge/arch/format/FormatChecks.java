package io.samforge.arch.format;

/** Range checks shared by the number formats. */
final class FormatChecks {
  private FormatChecks() {}

  static void bits(int bits) {
    if (bits < 2 || bits > 8) {
      throw new IllegalArgumentException("bits " + bits + "; allowed: 2 to 8");
    }
  }

  static void code(int code, int bits) {
    if (code < 0 || code >= 1 << bits) {
      throw new IllegalArgumentException("code " + code + "; allowed: 0 to " + ((1 << bits) - 1));
    }
  }

  static void positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " " + value + "; allowed: finite and positive");
    }
  }
}
