package io.samforge.eval.accuracy.coco;

/** Ranges of object sizes, in pixels, that the benchmark counts apart. Both ends belong to it. */
enum AreaRange {
  ALL(0, 1e10),
  SMALL(0, 32 * 32),
  MEDIUM(32 * 32, 96 * 96),
  LARGE(96 * 96, 1e10);

  private final double low;
  private final double high;

  AreaRange(double low, double high) {
    this.low = low;
    this.high = high;
  }

  /** True if an object of this area belongs to the range. */
  boolean contains(double area) {
    return area >= low && area <= high;
  }
}
