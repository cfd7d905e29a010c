package io.samforge.eval.report;

import java.util.OptionalDouble;

/**
 * Whether boards pay: what they cost more than the machines that they replace, over what they save
 * of energy.
 *
 * <p>Boards and machines take power only while they compute; as many of each are bought as the
 * pictures of a day need.
 *
 * @param assumptions what is assumed
 * @param seconds seconds for a picture on a board
 * @param joules modelled joules for a picture on the accelerator with its DRAM
 */
public record ProofOfConcept(PocAssumptions assumptions, double seconds, double joules) {
  private static final double DAY = 86_400;
  private static final double KILOWATT_HOUR = 3.6e6;

  /** Refuses a picture that takes no time. */
  public ProofOfConcept {
    if (!(seconds > 0 && joules > 0)) {
      throw new IllegalArgumentException(seconds + " s and " + joules + " J");
    }
  }

  /** Returns the joules of a whole board for a picture. */
  public double boardJoules() {
    return joules + assumptions.boardWatts() * seconds;
  }

  /** Returns the joules of the replaced machine for a picture. */
  public double machineJoules() {
    return assumptions.machineWatts() * assumptions.machineSeconds();
  }

  /** Returns the boards that the pictures of a day need. */
  public long boards() {
    return needed(seconds);
  }

  /** Returns the machines that the pictures of a day need. */
  public long machines() {
    return needed(assumptions.machineSeconds());
  }

  /** Returns what the boards cost more than the machines; negative if they cost less. */
  public double extraPrice() {
    return boards() * assumptions.boardPrice() - machines() * assumptions.machinePrice();
  }

  /** Returns the price of the energy that is saved in a day; negative if boards take more. */
  public double savedPerDay() {
    return assumptions.picturesPerDay()
        * (machineJoules() - boardJoules())
        / KILOWATT_HOUR
        * assumptions.energyPrice();
  }

  /**
   * Returns the days until the boards have paid for themselves: 0 if they cost no more and take no
   * more energy, nothing if they never do.
   */
  public OptionalDouble paybackDays() {
    double extra = extraPrice();
    double saved = savedPerDay();
    if (extra <= 0 && saved >= 0) {
      return OptionalDouble.of(0);
    }
    return saved > 0 ? OptionalDouble.of(extra / saved) : OptionalDouble.empty();
  }

  private long needed(double secondsEach) {
    return (long) Math.ceil(assumptions.picturesPerDay() * secondsEach / DAY);
  }
}
