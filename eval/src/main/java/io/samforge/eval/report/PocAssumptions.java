package io.samforge.eval.report;

import io.samforge.arch.UserError;

/**
 * What a proof of concept assumes about the world outside of the accelerator; prices are in one
 * currency, whichever.
 *
 * @param boardPrice price of a board
 * @param boardWatts power of the rest of a board while it computes, W
 * @param energyPrice price of a kilowatt-hour
 * @param machinePrice price of a machine that boards replace, 0 if it is there already
 * @param machineWatts its power while it computes, W
 * @param machineSeconds its seconds for a picture
 * @param picturesPerDay pictures that have to be computed in a day
 */
public record PocAssumptions(
    double boardPrice,
    double boardWatts,
    double energyPrice,
    double machinePrice,
    double machineWatts,
    double machineSeconds,
    double picturesPerDay) {
  /** Placeholders that show the form of the result; a user gives his own. */
  public static final PocAssumptions EXAMPLE =
      new PocAssumptions(3000, 5, 0.30, 0, 120, 1.0, 40_000);

  /**
   * Refuses what no world has.
   *
   * @throws UserError naming the option and what is allowed
   */
  public PocAssumptions {
    atLeastZero("board-price", boardPrice);
    atLeastZero("board-watts", boardWatts);
    atLeastZero("energy-price", energyPrice);
    atLeastZero("machine-price", machinePrice);
    atLeastZero("machine-watts", machineWatts);
    positive("machine-seconds", machineSeconds);
    positive("pictures-per-day", picturesPerDay);
  }

  private static void atLeastZero(String option, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new UserError("--%s %s; allowed: a number of at least 0".formatted(option, value));
    }
  }

  private static void positive(String option, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new UserError("--%s %s; allowed: a number above 0".formatted(option, value));
    }
  }
}
