package io.samforge.eval.explore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.samforge.eval.energy.Interval;
import io.samforge.eval.network.SamEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the search for equal resources found is of today's hardware, and as fast as it was. */
class EqualResourcesTest {
  /** A hundredth below the recorded ratio a change has made something slower. */
  private static final double LOWEST = 0.99;

  private static final double RECORDED = 13.29;
  private static final double RECORDED_ENERGY = 19.8;

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
    Interval energy = EqualEnergy.standard().ratio(comparison);
    System.out.println("energy ratio " + energy);
    assertThat(energy.nominal()).isBetween(energy.low(), energy.high());
    assertThat(energy.nominal()).isGreaterThan(LOWEST * RECORDED_ENERGY);
    JsonObject json = EqualJson.of(comparison, energy);
    assertThat(json.get("speedup").getAsDouble()).isEqualTo(ratio);
    assertThat(json.get("energyRatio").getAsDouble()).isEqualTo(energy.nominal());
    assertThat(json.getAsJsonArray("energyRatioInterval")).hasSize(2);
    assertThat(json.get("lutUsed").getAsLong()).isEqualTo(214727);
  }
}
