package io.samforge.host.mask;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A mask as run lengths in the order of COCO: column after column, each from top to bottom, runs of
 * clear and set pixels in turn, a clear one first (0 if the first pixel is set).
 *
 * @param size size of the picture
 * @param counts lengths of the runs; their sum is the number of pixels
 */
public record RunLengths(ImageSize size, int[] counts) {
  private static final int CHUNK_BITS = 5;
  private static final int CHUNK_MASK = 0x1f;
  private static final int MORE = 0x20;
  private static final int SIGN = 0x10;
  private static final int FIRST_CHARACTER = 48;
  // Seven chunks hold every difference of two runs.
  private static final int MOST_CHUNKS = 7;

  /**
   * Copies the counts.
   *
   * @throws IllegalArgumentException if a count is negative or their sum is not the number of
   *     pixels
   */
  public RunLengths {
    counts = counts.clone();
    long sum = 0;
    for (int count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("a run of %d pixels".formatted(count));
      }
      sum += count;
    }
    if (sum != size.pixels()) {
      throw new IllegalArgumentException(
          "the runs cover %d pixels, a picture of %s has %d".formatted(sum, size, size.pixels()));
    }
  }

  /** The runs of {@code mask}. */
  public static RunLengths of(Mask mask) {
    ImageSize size = mask.size();
    RunBuilder runs = new RunBuilder();
    for (int x = 0; x < size.width(); x++) {
      for (int y = 0; y < size.height(); y++) {
        runs.add(mask.get(x, y), 1);
      }
    }
    return new RunLengths(size, runs.counts());
  }

  /** The mask. */
  public Mask mask() {
    BitSet pixels = new BitSet(Math.toIntExact(size.pixels()));
    int at = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int p = at; i % 2 == 1 && p < at + counts[i]; p++) {
        pixels.set(p % size.height() * size.width() + p / size.height());
      }
      at += counts[i];
    }
    return new Mask(size, pixels);
  }

  /** Number of set pixels. */
  public long area() {
    long area = 0;
    for (int i = 1; i < counts.length; i += 2) {
      area += counts[i];
    }
    return area;
  }

  /**
   * The pixels that are set here or in {@code other}.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public RunLengths union(RunLengths other) {
    BitSet columns = columns();
    columns.or(columnsOf(other));
    return of(size, columns);
  }

  /**
   * Number of pixels that are set here and in {@code other}.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public long intersection(RunLengths other) {
    BitSet columns = columns();
    columns.and(columnsOf(other));
    return columns.cardinality();
  }

  /** The runs of pixels in the order of COCO: pixel (x, y) is bit {@code x * height + y}. */
  public static RunLengths of(ImageSize size, BitSet columns) {
    RunBuilder runs = new RunBuilder();
    int pixels = Math.toIntExact(size.pixels());
    int at = 0;
    while (at < pixels) {
      int clear = Math.min(pixels, columns.nextClearBit(at));
      runs.add(true, clear - at);
      int set = columns.nextSetBit(clear);
      int next = set < 0 ? pixels : set;
      runs.add(false, next - clear);
      at = next;
    }
    return new RunLengths(size, runs.counts());
  }

  private BitSet columnsOf(RunLengths other) {
    if (!size.equals(other.size)) {
      throw new IllegalArgumentException("masks of " + size + " and " + other.size);
    }
    return other.columns();
  }

  private BitSet columns() {
    BitSet pixels = new BitSet(Math.toIntExact(size.pixels()));
    int at = 0;
    for (int i = 0; i < counts.length; i++) {
      int end = at + counts[i];
      if (i % 2 == 1) {
        pixels.set(at, end);
      }
      at = end;
    }
    return pixels;
  }

  /**
   * The counts in the compressed text of COCO: five bits in a character, from the fourth count on
   * the difference to the count two places before.
   */
  public String compressed() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      int left = i > 2 ? counts[i] - counts[i - 2] : counts[i];
      boolean more = true;
      while (more) {
        int chunk = left & CHUNK_MASK;
        left >>= CHUNK_BITS;
        // The last chunk's highest bit is the sign of the number.
        more = left != ((chunk & SIGN) == 0 ? 0 : -1);
        text.append((char) (FIRST_CHARACTER + (more ? chunk | MORE : chunk)));
      }
    }
    return text.toString();
  }

  /**
   * Reads the compressed text of COCO.
   *
   * @throws IllegalArgumentException if the text is damaged or does not fit the size
   */
  public static RunLengths parse(ImageSize size, String compressed) {
    int[] counts = new int[compressed.length()];
    int runs = 0;
    int at = 0;
    while (at < compressed.length()) {
      long number = 0;
      int shift = 0;
      int chunk;
      do {
        chunk = at < compressed.length() ? compressed.charAt(at++) - FIRST_CHARACTER : -1;
        if (chunk < 0 || chunk >= 2 * MORE || shift >= MOST_CHUNKS * CHUNK_BITS) {
          throw new IllegalArgumentException("damaged run lengths");
        }
        number |= (long) (chunk & CHUNK_MASK) << shift;
        shift += CHUNK_BITS;
      } while ((chunk & MORE) != 0);
      if ((chunk & SIGN) != 0) {
        number |= -1L << shift;
      }
      counts[runs] = Math.toIntExact(runs > 2 ? number + counts[runs - 2] : number);
      runs++;
    }
    return new RunLengths(size, Arrays.copyOf(counts, runs));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunLengths runs
        && size.equals(runs.size)
        && Arrays.equals(counts, runs.counts);
  }

  @Override
  public int hashCode() {
    return 31 * size.hashCode() + Arrays.hashCode(counts);
  }

  /** Collects runs and joins neighbours of one kind. */
  private static final class RunBuilder {
    private int[] counts = new int[64];
    private int runs;
    private int length;
    private boolean set;

    void add(boolean pixel, int pixels) {
      if (pixel != set && pixels > 0) {
        end();
        set = pixel;
      }
      length += pixels;
    }

    int[] counts() {
      end();
      return Arrays.copyOf(counts, runs);
    }

    private void end() {
      if (runs == counts.length) {
        counts = Arrays.copyOf(counts, 2 * runs);
      }
      counts[runs++] = length;
      length = 0;
    }
  }
}
