package io.samforge.eval.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.samforge.sim.synth.Area;
import java.io.StringReader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The formula against sums done by hand, the figures, and the intervals. */
class EnergyModelTest {
  private static final ImageWork WORK = new ImageWork(1_000_000, 100, 1000);

  @Test
  void everyPartIsWhatTheFormulaSays() {
    Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      values.put(quantity, 1.0);
    }
    values.put(Quantity.CORE_VOLTS, 2.0);
    values.put(Quantity.GLITCH, 3.0);
    ActiveArea part = new ActiveArea("m", new Area(10, 20, 2, 1.5), 72, 0.25, 0.5);
    EnergyBreakdown e = new EnergyModel(new Primitives(values)).joules(List.of(part), WORK);
    // pJ a cycle times a million cycles: microjoules.
    assertThat(e.logic()).isCloseTo(10 * 0.25 * 3 * 4 * 1e-6, within(1e-15));
    assertThat(e.registers()).isCloseTo(20 * 0.25 * 4 * 1e-6, within(1e-15));
    assertThat(e.clocks()).isCloseTo((1 + 20 * 4 + 20 + 2 + 3) * 1e-6, within(1e-15));
    assertThat(e.dsp()).isCloseTo(2 * (45 * 0.5 * 4 + 1) * 1e-6, within(1e-15));
    assertThat(e.bram()).isCloseTo(72 * 0.25 * 1e-6, within(1e-15));
    assertThat(e.deviceStatic()).isCloseTo(0.01, within(1e-15));
    assertThat(e.dramTransfer()).isCloseTo(8000e-12, within(1e-20));
    assertThat(e.dramStandby()).isCloseTo(0.01, within(1e-15));
    assertThat(e.parts().values().stream().mapToDouble(x -> x).sum())
        .isCloseTo(e.total(), within(1e-15));
  }

  @Test
  void everyFigureHasASourceAndARange() {
    EnergyFigures figures = EnergyFigures.standard();
    assertThat(figures.figures()).hasSize(Quantity.values().length);
    assertThat(figures.figures())
        .allSatisfy(
            figure -> {
              assertThat(figure.low()).isLessThan(figure.high());
              assertThat(figure.source()).hasSizeGreaterThan(30);
              assertThat(figure.at(0)).isEqualTo(figure.low());
              assertThat(figure.at(0.5)).isEqualTo(figure.value());
              assertThat(figure.at(1)).isCloseTo(figure.high(), within(1e-12));
            });
    assertThat(figures.figures().stream().filter(f -> f.basis() == Basis.FITTED))
        .extracting(Figure::quantity)
        .containsExactly(Quantity.PUBLISHED_DSP_DUTY);
  }

  @Test
  void incompleteFiguresAreRefused() {
    assertThatThrownBy(() -> EnergyFigures.read(new StringReader("{\"figures\": []}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed is each one once");
    assertThatThrownBy(() -> new Figure(Quantity.GLITCH, 5, 1, 4, "", Basis.ASSUMED, "somewhere"))
        .hasMessage("figure GLITCH: 5.0 outside of its range 1.0 to 4.0");
    assertThatThrownBy(() -> new Figure(Quantity.GLITCH, 2, 1, 4, "", Basis.ASSUMED, " "))
        .hasMessageContaining("source");
  }

  @Test
  void intervalsRepeatAndHoldTheNominalValue() {
    List<ActiveArea> small = List.of(new ActiveArea("s", new Area(1000, 1000, 10, 5), 72, 0.1));
    List<ActiveArea> large = List.of(new ActiveArea("l", new Area(50_000, 9000, 0, 5), 72, 0.1));
    EnergyEstimator estimator = EnergyEstimator.standard();
    Interval joules = estimator.joules(large, WORK);
    assertThat(joules).isEqualTo(estimator.joules(large, WORK));
    assertThat(joules.nominal()).isEqualTo(estimator.breakdown(large, WORK).total());
    assertThat(joules.nominal()).isBetween(joules.low(), joules.high());
    assertThat(joules.high()).isGreaterThan(1.2 * joules.low());
    Interval ratio = estimator.ratio(large, WORK, small, WORK);
    assertThat(ratio.nominal()).isBetween(ratio.low(), ratio.high()).isGreaterThan(1);
    Interval same = estimator.ratio(small, WORK, small, WORK);
    assertThat(same.nominal()).isEqualTo(1);
    assertThat(same.low()).isLessThan(1);
  }
}
