package io.samforge.eval.explore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.samforge.eval.energy.Interval;
import io.samforge.eval.network.SamEncoder;
import io.samforge.eval.speed.LaneComparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the search for equal resources found is of today's hardware, and as fast as it was. */
class EqualResourcesTest {
  /** A hundredth below the recorded ratio a change has made something slower. */
  private static final double LOWEST = 0.99;

  private static final double RECORDED = 13.29;
  private static final double RECORDED_ENERGY = 18.388;

  /** Ratios of the formats between floats and 4 bits. */
  private static final Map<NumberFormat, Double> RECORDED_OTHERS =
      Map.of(NumberFormat.INT8, 3.842, NumberFormat.W6A6, 4.224, NumberFormat.W5A5, 4.241);

  @Test
  void theCountedVerilogIsWhatIsGeneratedToday() {
    for (AreaSample sample : EqualResources.found()) {
      assertThat(sample.verilog())
          .as("%s: make equal-resources counts it anew", sample.point().key())
          .isEqualTo(CountedAreas.hash(sample.point().config()));
      assertThat(EqualResources.DEVICE.share(sample.total()))
          .isLessThanOrEqualTo(EqualResources.SHARE);
    }
  }

  @Test
  void theRatioDoesNotFall() {
    EqualResources comparison =
        EqualResources.of(EqualResources.found(), List.of(SamEncoder.LARGE.network()), name -> {});
    double ratio = comparison.speedup(comparison.headline());
    System.out.println("speedup " + ratio);
    assertThat(ratio).isGreaterThan(LOWEST * RECORDED);
    RECORDED_OTHERS.forEach(
        (format, recorded) -> {
          EqualResources.Row row =
              comparison.row(format, EqualResources.HEADLINE, LaneComparison.DRAM);
          System.out.println(format + " " + comparison.speedup(row));
          assertThat(comparison.speedup(row)).as("%s", format).isGreaterThan(LOWEST * recorded);
        });
    EqualEnergy energy = EqualEnergy.standard(comparison);
    Interval energyRatio = energy.headline().ratio();
    System.out.println("energy ratio " + energyRatio + ", " + energy.headline().parts());
    assertThat(energyRatio.nominal()).isBetween(energyRatio.low(), energyRatio.high());
    assertThat(energyRatio.nominal()).isGreaterThan(LOWEST * RECORDED_ENERGY);
    JsonObject json = EqualJson.of(energy);
    assertThat(json.get("speedup").getAsDouble()).isEqualTo(ratio);
    assertThat(json.get("energyRatio").getAsDouble()).isEqualTo(energyRatio.nominal());
    assertThat(json.getAsJsonArray("energyRatioInterval")).hasSize(2);
    assertThat(json.get("lutUsed").getAsLong()).isEqualTo(214727);
  }
}
