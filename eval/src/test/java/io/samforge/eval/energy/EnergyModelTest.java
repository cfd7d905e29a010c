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
      values.put(quantity, 2.0 + quantity.ordinal());
    }
    values.put(Quantity.LUT_LOGIC, 5.0);
    values.put(Quantity.LUT_SIGNALS, 7.0);
    values.put(Quantity.NET_ACTIVITY, 3.0);
    values.put(Quantity.DEVICE_STATIC, 0.5);
    values.put(Quantity.DRAM_STANDBY, 0.25);
    values.put(Quantity.DRAM_BIT, 11.0);
    // Twice and four times the toggles of the reports.
    ActiveArea part = new ActiveArea("m", new Area(10, 20, 2, 1.5), 0.25, 0.5);
    EnergyBreakdown e = new EnergyModel(new Primitives(values)).joules(List.of(part), WORK);
    // pJ a cycle times a million cycles: microjoules.
    assertThat(e.logic()).isCloseTo(10 * 2 * 3 * (5 + 7) * 1e-6, within(1e-15));
    assertThat(e.registers())
        .isCloseTo(20 * 2 * 3 * values.get(Quantity.REGISTER) * 1e-6, within(1e-15));
    assertThat(e.clocks())
        .isCloseTo(20 * values.get(Quantity.REGISTER_CLOCK) * 1e-6, within(1e-15));
    assertThat(e.dsp()).isCloseTo(2 * 4 * 3 * values.get(Quantity.DSP_CYCLE) * 1e-6, within(1e-15));
    assertThat(e.bram()).isCloseTo(1.5 * values.get(Quantity.BRAM_CYCLE) * 1e-6, within(1e-15));
    assertThat(e.deviceStatic()).isCloseTo(0.005, within(1e-15));
    assertThat(e.dramTransfer()).isCloseTo(8000 * 11e-12, within(1e-20));
    assertThat(e.dramStandby()).isCloseTo(0.0025, within(1e-15));
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
    assertThat(figures.reports()).hasSize(4);
    for (EnergyFigures.Report report : figures.reports()) {
      assertThat(report.source()).contains(" W");
      assertThat(figures.figures()).anyMatch(f -> f.source().contains(report.name() + " "));
    }
  }

  @Test
  void incompleteFiguresAreRefused() {
    assertThatThrownBy(() -> EnergyFigures.read(new StringReader("{\"figures\": []}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed is each one once");
    assertThatThrownBy(
            () -> new Figure(Quantity.NET_ACTIVITY, 5, 1, 4, "", Basis.ASSUMED, "somewhere"))
        .hasMessage("figure NET_ACTIVITY: 5.0 outside of its range 1.0 to 4.0");
    assertThatThrownBy(() -> new Figure(Quantity.NET_ACTIVITY, 2, 1, 4, "", Basis.ASSUMED, " "))
        .hasMessageContaining("source");
  }

  @Test
  void intervalsRepeatAndHoldTheNominalValue() {
    List<ActiveArea> small = List.of(new ActiveArea("s", new Area(1000, 1000, 10, 5), 0.1));
    List<ActiveArea> large = List.of(new ActiveArea("l", new Area(50_000, 9000, 0, 5), 0.1));
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
