package io.samforge.arch.golden;

/**
 * How many codes a layer delivers, and how many of them lie at the ends of their range: what the
 * accelerator counts behind its post-processor (architecture, section 9).
 *
 * @param lowest codes 0
 * @param highest codes L-1
 * @param codes all codes of channels that exist
 */
public record CodeEnds(long lowest, long highest, long codes) {
  /** Of no codes. */
  public static final CodeEnds NONE = new CodeEnds(0, 0, 0);

  /**
   * Counts the codes of a layer.
   *
   * @param codes unsigned codes, [tokens][channels]
   * @param levels L, the number of codes that there are
   */
  public static CodeEnds of(byte[][] codes, int levels) {
    long lowest = 0;
    long highest = 0;
    long all = 0;
    for (byte[] row : codes) {
      for (byte code : row) {
        lowest += code == 0 ? 1 : 0;
        highest += (code & 0xff) == levels - 1 ? 1 : 0;
      }
      all += row.length;
    }
    return new CodeEnds(lowest, highest, all);
  }

  /** Returns the counts of both. */
  public CodeEnds plus(CodeEnds other) {
    return new CodeEnds(lowest + other.lowest, highest + other.highest, codes + other.codes);
  }
}
