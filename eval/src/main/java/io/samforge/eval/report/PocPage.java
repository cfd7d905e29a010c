package io.samforge.eval.report;

import io.samforge.eval.energy.Interval;
import io.samforge.eval.energy.LaneEnergy;
import java.util.List;
import java.util.OptionalDouble;

/** A proof of concept on one page: results, and beside them everything that is assumed. */
public final class PocPage {
  private static final double YEAR = 365.25;
  private static final double MILLI = 1000;

  private PocPage() {}

  /**
   * Returns the page.
   *
   * @param row the network and engine, with modelled energy
   */
  public static String html(LaneEnergy.Row row, PocAssumptions assumptions) {
    double seconds = row.result().seconds(row.area().config().clockMHz());
    Interval joules = row.joules();
    ProofOfConcept poc = new ProofOfConcept(assumptions, seconds, joules.nominal());
    String network = row.result().network().name();
    return Page.of(
        "samforge: proof of concept",
        """
<h1>Proof of concept: %s on %s</h1>
<p class="note">Encoder of one picture of 1024 x 1024; %d lanes at %d MHz, DRAM of 19.2 GB/s.
Time is exact for the Verilog at this clock; energy is modelled. <a href="index.html">Speed,
area, energy</a></p>
<div class="tiles">%s</div>
<div class="plots"><section><h2>Results</h2>%s</section>
<section><h2>Assumptions</h2>%s<p class="note">Prices in any one currency. The defaults are
placeholders, not quotations: give your own as options of make eval, such as
ARGS="--board-price 2500 --energy-price 0.25".</p></section></div>
"""
            .formatted(
                Svg.escape(network),
                Svg.escape(row.result().engine().name()),
                row.result().engine().lanes(),
                row.area().config().clockMHz(),
                tiles(row, poc),
                Page.table(results(row, poc), "numbers"),
                Page.table(assumptions(assumptions), "numbers")));
  }

  /** Returns a payback period in words. */
  static String payback(OptionalDouble days) {
    if (days.isEmpty()) {
      return "never pays back";
    }
    double value = days.getAsDouble();
    return value > YEAR ? Svg.number(value / YEAR) + " years" : Svg.number(value) + " days";
  }

  private static String tiles(LaneEnergy.Row row, ProofOfConcept poc) {
    return Page.tile(Svg.number(1 / poc.seconds()), "pictures a second")
        + Page.tile(Svg.number(MILLI * poc.seconds()) + " ms", "latency of a picture")
        + Page.tile(Svg.number(row.watts()) + " W", "accelerator and DRAM, modelled")
        + Page.tile(payback(poc.paybackDays()), "until the boards have paid for themselves");
  }

  private static List<List<String>> results(LaneEnergy.Row row, ProofOfConcept poc) {
    Interval joules = row.joules();
    return List.of(
        List.of("result", "", "value"),
        List.of("pictures a second", "", Svg.number(1 / poc.seconds())),
        List.of("latency, s", "", Svg.number(poc.seconds())),
        List.of("modelled power of accelerator and DRAM, W", "", Svg.number(row.watts())),
        List.of("modelled energy of a picture, J", "", Svg.number(joules.nominal())),
        List.of(
            "its interval, nine of ten samples, J",
            "",
            Svg.number(joules.low()) + " to " + Svg.number(joules.high())),
        List.of("energy with the rest of the board, J", "", Svg.number(poc.boardJoules())),
        List.of("energy on the replaced machine, J", "", Svg.number(poc.machineJoules())),
        List.of("boards needed", "", Svg.number(poc.boards())),
        List.of("machines replaced", "", Svg.number(poc.machines())),
        List.of("price of boards less that of machines", "", Svg.number(poc.extraPrice())),
        List.of("saved on energy in a day", "", Svg.number(poc.savedPerDay())),
        List.of("payback period", "", payback(poc.paybackDays())));
  }

  private static List<List<String>> assumptions(PocAssumptions a) {
    return List.of(
        List.of("assumption", "option", "value"),
        List.of("price of a board", "--board-price", Svg.number(a.boardPrice())),
        List.of("rest of a board, W", "--board-watts", Svg.number(a.boardWatts())),
        List.of("price of a kWh", "--energy-price", Svg.number(a.energyPrice())),
        List.of("price of a replaced machine", "--machine-price", Svg.number(a.machinePrice())),
        List.of("its power, W", "--machine-watts", Svg.number(a.machineWatts())),
        List.of("its seconds for a picture", "--machine-seconds", Svg.number(a.machineSeconds())),
        List.of("pictures in a day", "--pictures-per-day", Svg.number(a.picturesPerDay())));
  }
}
