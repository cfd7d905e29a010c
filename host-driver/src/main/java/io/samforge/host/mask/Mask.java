package io.samforge.host.mask;

import java.util.BitSet;

/** The pixels of a picture that belong to an object. Immutable. */
public final class Mask {
  private final ImageSize size;
  private final BitSet pixels;

  /**
   * Makes a mask of {@code pixels}, which are copied: pixel (x, y) is bit {@code y * width + x}.
   *
   * @throws IllegalArgumentException if a bit lies behind the last pixel
   */
  public Mask(ImageSize size, BitSet pixels) {
    if (pixels.length() > size.pixels()) {
      throw new IllegalArgumentException("a pixel lies outside " + size);
    }
    this.size = size;
    this.pixels = (BitSet) pixels.clone();
  }

  /** Size of the picture. */
  public ImageSize size() {
    return size;
  }

  /** True if the pixel in column {@code x} and row {@code y} belongs to the object. */
  public boolean get(int x, int y) {
    return pixels.get(y * size.width() + x);
  }

  /** Number of pixels of the object. */
  public int area() {
    return pixels.cardinality();
  }

  /**
   * The first column at or behind {@code x} in row {@code y} whose pixel is set; else the width.
   */
  int nextSet(int x, int y) {
    int found = pixels.nextSetBit(y * size.width() + x);
    return found < 0 ? size.width() : Math.min(size.width(), found - y * size.width());
  }

  /**
   * The first column at or behind {@code x} in row {@code y} whose pixel is clear; else the width.
   */
  int nextClear(int x, int y) {
    return Math.min(size.width(), pixels.nextClearBit(y * size.width() + x) - y * size.width());
  }

  /**
   * Intersection over union with {@code other}, 0..1; two empty masks agree, which is 1.
   *
   * @throws IllegalArgumentException if the masks differ in size
   */
  public double iou(Mask other) {
    if (!size.equals(other.size)) {
      throw new IllegalArgumentException("masks of " + size + " and " + other.size);
    }
    BitSet common = (BitSet) pixels.clone();
    common.and(other.pixels);
    long intersection = common.cardinality();
    long union = (long) area() + other.area() - intersection;
    return union == 0 ? 1 : (double) intersection / union;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask && size.equals(mask.size) && pixels.equals(mask.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * size.hashCode() + pixels.hashCode();
  }

  @Override
  public String toString() {
    return "mask of " + area() + " pixels in " + size;
  }
}
