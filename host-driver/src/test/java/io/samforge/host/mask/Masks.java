package io.samforge.host.mask;

import java.util.BitSet;
import java.util.Random;

/** Masks for tests. */
final class Masks {
  private Masks() {}

  /** A mask drawn with {@code #} for its pixels. */
  static Mask of(String... rows) {
    ImageSize size = new ImageSize(rows[0].length(), rows.length);
    BitSet pixels = new BitSet();
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length(); x++) {
        pixels.set(y * size.width() + x, rows[y].charAt(x) == '#');
      }
    }
    return new Mask(size, pixels);
  }

  /** A mask whose pixels follow their neighbour above with the probability {@code same}. */
  static Mask random(Random random, ImageSize size, double same) {
    BitSet pixels = new BitSet();
    for (int i = 0; i < size.pixels(); i++) {
      boolean above = i >= size.width() && pixels.get(i - size.width());
      pixels.set(i, random.nextDouble() < same ? above : random.nextBoolean());
    }
    return new Mask(size, pixels);
  }
}
