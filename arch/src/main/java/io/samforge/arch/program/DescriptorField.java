package io.samforge.arch.program;

/** Where every field of a layer descriptor stands (architecture, section 7). */
public enum DescriptorField {
  OPCODE(0, 0, 8),
  OPERAND(0, 8, 8),
  OUTPUT(0, 16, 8),
  N_LOG(0, 24, 8),
  TOKENS(1, 0, 32),
  TILE_TOKENS(2, 0, 32),
  LAST_TILE_TOKENS(3, 0, 32),
  TILES(4, 0, 32),
  CHUNKS(5, 0, 16),
  OUT_TILES(5, 16, 16),
  IN_BLOCKS(6, 0, 16),
  BRANCH_ORDINAL(7, 0, 32),
  IN_ADDRESS(8, 0, 32),
  WEIGHT_ADDRESS(9, 0, 32),
  OUT_ADDRESS(10, 0, 32),
  TABLE_ADDRESS(11, 0, 32),
  IN_BLOCK_STRIDE(12, 0, 32),
  OUT_BLOCK_STRIDE(13, 0, 32),
  IN_TILE_BEATS(14, 0, 32),
  IN_LAST_TILE_BEATS(15, 0, 32),
  OUT_TILE_BEATS(16, 0, 32),
  OUT_LAST_TILE_BEATS(17, 0, 32),
  WEIGHT_BEATS(18, 0, 32),
  CONFIG_HASH(30, 0, 32),
  CHECKSUM(31, 0, 32);

  private final int word;
  private final int lsb;
  private final int width;

  DescriptorField(int word, int lsb, int width) {
    this.word = word;
    this.lsb = lsb;
    this.width = width;
  }

  /** Returns the index of the 32-bit word, 0..31. */
  public int word() {
    return word;
  }

  /** Returns the position of the least significant bit in the word. */
  public int lsb() {
    return lsb;
  }

  /** Returns the number of bits. */
  public int width() {
    return width;
  }

  /** Returns the field's unsigned value in the 32 words of a descriptor. */
  public long read(int[] words) {
    return (Integer.toUnsignedLong(words[word]) >>> lsb) & ((1L << width) - 1);
  }

  /** Puts an unsigned value into the 32 words of a descriptor whose field is still zero. */
  void write(int[] words, long value) {
    if (value < 0 || value >= 1L << width) {
      throw new IllegalArgumentException(
          "descriptor field " + this + " of " + width + " bits cannot hold " + value);
    }
    words[word] |= (int) (value << lsb);
  }
}
