package io.samforge.eval.energy;

/**
 * What an engine does for one picture.
 *
 * @param cycles clock cycles
 * @param clockMHz clock frequency
 * @param dramBytes bytes read from and written to DRAM
 */
public record ImageWork(long cycles, int clockMHz, long dramBytes) {
  /** Refuses work that takes no time. */
  public ImageWork {
    if (cycles <= 0 || clockMHz <= 0 || dramBytes < 0) {
      throw new IllegalArgumentException(
          "%d cycles at %d MHz, %d bytes".formatted(cycles, clockMHz, dramBytes));
    }
  }

  /** Returns the seconds for the picture. */
  public double seconds() {
    return cycles / (clockMHz * 1e6);
  }
}
