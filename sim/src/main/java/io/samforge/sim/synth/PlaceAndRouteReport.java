package io.samforge.sim.synth;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.samforge.arch.UserError;
import io.samforge.rtl.board.Board;
import java.util.Map;

/**
 * The report that nextpnr writes as JSON.
 *
 * @param utilisation what the placed design takes
 * @param fmaxMHz highest frequency of the logic's clock over all corners that were analysed
 * @param clock the net of that clock
 */
public record PlaceAndRouteReport(Utilisation utilisation, double fmaxMHz, String clock) {
  /** Name of the net of the logic's clock in the tops of all boards. */
  static final String CLOCK = "clock";

  private static final Map<Board.Family, String[]> CELLS =
      Map.of(
          Board.Family.ECP5,
          new String[] {"TRELLIS_COMB", "TRELLIS_FF", "MULT18X18D", "DP16KD"},
          Board.Family.ICE40,
          new String[] {"ICESTORM_LC", "", "ICESTORM_DSP", "ICESTORM_RAM"});

  /**
   * Reads a report.
   *
   * @param flipFlops flip-flops of the netlist, for iCE40, whose report counts whole logic cells
   * @throws UserError when the clock of the logic is not in it
   */
  static PlaceAndRouteReport parse(Board.Family family, String json, int flipFlops) {
    JsonObject root = JsonParser.parseString(json).getAsJsonObject();
    JsonObject used = root.getAsJsonObject("utilization");
    String[] cells = CELLS.get(family);
    JsonObject clocks = root.getAsJsonObject("fmax");
    String clock =
        clocks.keySet().stream()
            .filter(name -> name.equals(CLOCK) || name.endsWith("$" + CLOCK))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "nextpnr's report has no clock '" + CLOCK + "', only " + clocks.keySet()));
    Utilisation utilisation =
        new Utilisation(
            count(used, cells[0]),
            cells[1].isEmpty() ? flipFlops : count(used, cells[1]),
            count(used, cells[2]),
            count(used, cells[3]));
    double achieved = clocks.getAsJsonObject(clock).get("achieved").getAsDouble();
    return new PlaceAndRouteReport(utilisation, achieved, clock);
  }

  private static int count(JsonObject used, String cell) {
    return used.has(cell) ? used.getAsJsonObject(cell).get("used").getAsInt() : 0;
  }
}
