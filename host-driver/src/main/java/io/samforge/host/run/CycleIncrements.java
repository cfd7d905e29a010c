package io.samforge.host.run;

import java.util.function.LongConsumer;

/** Turns cycles since the start of one run of a device into cycles since the last call. */
public final class CycleIncrements implements LongConsumer {
  private final LongConsumer target;
  private long told;

  /** Starts a run whose increments go to a target. */
  public CycleIncrements(LongConsumer target) {
    this.target = target;
  }

  /** Tells what passed since the last call; a count that does not rise tells nothing. */
  @Override
  public void accept(long cycles) {
    if (cycles > told) {
      target.accept(cycles - told);
      told = cycles;
    }
  }
}
