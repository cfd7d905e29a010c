package io.samforge.eval.energy;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Modelled energies with the uncertainty of the figures behind them.
 *
 * <p>All figures are drawn from their ranges again and again, with a fixed seed, so that the same
 * figures give the same intervals. In a ratio both engines have the same figures but for the
 * activity of nets, which is drawn for each of them: adders of floats and trees of small products
 * need not glitch alike.
 *
 * @param figures the figures and their ranges
 */
public record EnergyEstimator(EnergyFigures figures) {
  private static final int SAMPLES = 2000;
  private static final long SEED = 20_250_303;

  /** Returns the estimator with the figures that come with the program. */
  public static EnergyEstimator standard() {
    return new EnergyEstimator(EnergyFigures.standard());
  }

  /** Returns what the nominal energy of one picture is spent on. */
  public EnergyBreakdown breakdown(List<ActiveArea> design, ImageWork work) {
    return new EnergyModel(figures.nominal()).joules(design, work);
  }

  /** Returns the joules for one picture, static power and DRAM included. */
  public Interval joules(List<ActiveArea> design, ImageWork work) {
    return interval(sample -> new EnergyModel(sample.first).joules(design, work).total());
  }

  /**
   * Returns the joules of one engine over those of another for the same picture.
   *
   * @param base the design above the line
   * @param other the design below
   */
  public Interval ratio(
      List<ActiveArea> base, ImageWork baseWork, List<ActiveArea> other, ImageWork otherWork) {
    return interval(
        sample ->
            new EnergyModel(sample.first).joules(base, baseWork).total()
                / new EnergyModel(sample.second).joules(other, otherWork).total());
  }

  private record Pair(Primitives first, Primitives second) {}

  private Interval interval(ToDoubleFunction<Pair> value) {
    Random random = new Random(SEED);
    double[] samples = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      Primitives first = figures.sample(random);
      double nets = figures.figure(Quantity.NET_ACTIVITY).at(random.nextDouble());
      samples[i] = value.applyAsDouble(new Pair(first, first.with(Quantity.NET_ACTIVITY, nets)));
    }
    Primitives nominal = figures.nominal();
    return Interval.of(value.applyAsDouble(new Pair(nominal, nominal)), samples);
  }
}
