package io.samforge.sim.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.rtl.board.Board;
import io.samforge.sim.tool.CellCounts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceAndRouteReportTest {
  private static final String ECP5 =
      """
      {"fmax": {"$glbnet$clock": {"achieved": 51.25, "constraint": 50.0}},
       "utilization": {"TRELLIS_COMB": {"available": 9, "used": 7}, "TRELLIS_FF": {"used": 5},
                       "DP16KD": {"used": 3}, "MULT18X18D": {"used": 2}}}
      """;

  @Test
  void readsClockAndCells() {
    PlaceAndRouteReport report = PlaceAndRouteReport.parse(Board.Family.ECP5, ECP5, 0);
    assertThat(report.fmaxMHz()).isEqualTo(51.25);
    assertThat(report.utilisation()).isEqualTo(new Utilisation(7, 5, 2, 3));
    String ice40 =
        "{\"fmax\":{\"clock\":{\"achieved\":27.5}},\"utilization\":{\"ICESTORM_LC\":{\"used\":8}}}";
    assertThat(PlaceAndRouteReport.parse(Board.Family.ICE40, ice40, 6).utilisation())
        .isEqualTo(new Utilisation(8, 6, 0, 0));
  }

  @Test
  void refusesAReportWithoutTheClock() {
    String other = ECP5.replace("$glbnet$clock", "clk");
    assertThatThrownBy(() -> PlaceAndRouteReport.parse(Board.Family.ECP5, other, 0))
        .isInstanceOf(UserError.class)
        .hasMessage("nextpnr's report has no clock 'clock', only [clk]");
  }

  @Test
  void tellsWhenTheClockIsMissed() {
    SynthResult slow = new SynthResult("b", "c", "h", 1, 2, 3, 4, 49.9, 50, 1, List.of(), "file");
    assertThat(slow.meetsClock()).isFalse();
    assertThat(slow.json()).contains("\"fmaxMHz\": 49.9", "\"lut\": 1", "\"seconds\": 1.0");
    SynthResult unknown = new SynthResult("b", "c", "h", 1, 2, 3, 4, null, 50, 1, List.of(), null);
    assertThat(unknown.meetsClock()).isTrue();
    assertThat(unknown.json()).contains("\"fmaxMHz\": null");
  }

  @Test
  void countsMemoryInLookUpTablesAndHalfBlockRams() {
    CellCounts cells =
        new CellCounts(
            Map.of(
                "LUT6",
                5,
                "LUT2",
                1,
                "RAM32M",
                2,
                "FDRE",
                3,
                "RAMB18E2",
                3,
                "RAMB36E2",
                1,
                "DSP48E2",
                2));
    assertThat(Utilisation.ofUltraScale(cells)).isEqualTo(new Utilisation(14, 3, 2, 3));
  }
}
