package io.samforge.host.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.CodeEnds;
import io.samforge.arch.pack.ModelOrigin;
import io.samforge.arch.pack.ModelPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** At which shares of codes a step, and at how many steps a picture, is outside of its bands. */
class RangeWatchTest {
  private static final int STEPS = 25;

  /** A watch whose steps were calibrated with shares of 0.1 and 0.3 of both ends. */
  private static RangeWatch watch() {
    JsonObject bands =
        RangeWatch.bands(List.of(shares(0.3, 0.1), shares(0.1, 0.3), shares(0.2, 0.2)));
    JsonObject calibration = new JsonObject();
    calibration.add(RangeWatch.FIELD, bands);
    return new RangeWatch(
        new ModelPackage(
            AcceleratorConfig.load(Path.of("..", "configs", "tiny.json")),
            new ModelOrigin("none", "0".repeat(64)),
            Map.of(),
            calibration));
  }

  private static Map<String, double[]> shares(double lowest, double highest) {
    RangeWatch all = new RangeWatch(empty());
    for (int i = 0; i < STEPS; i++) {
      all.counted("s" + i, ends(lowest, highest));
    }
    return all.shares();
  }

  private static ModelPackage empty() {
    return new ModelPackage(
        AcceleratorConfig.load(Path.of("..", "configs", "tiny.json")),
        new ModelOrigin("none", "0".repeat(64)),
        Map.of(),
        new JsonObject());
  }

  private static CodeEnds ends(double lowest, double highest) {
    return new CodeEnds(Math.round(lowest * 10000), Math.round(highest * 10000), 10000);
  }

  /** Reports a picture of which so many steps have these shares, all others 0.2. */
  private static RangeWatch.Report report(int steps, double lowest, double highest) {
    RangeWatch watch = watch();
    watch.counted("not of the calibration", ends(1, 0));
    watch.begin();
    assertThat(watch.shares()).isEmpty();
    for (int i = 0; i < STEPS; i++) {
      watch.counted("s" + i, i < steps ? ends(lowest, highest) : ends(0.2, 0.2));
    }
    watch.counted("without a band", ends(1, 0));
    return watch.report();
  }

  /** The band 0.1..0.3 may be left by a quarter of its width and 0.005. */
  @Test
  void aShareMayLeaveItsBandBy55Thousandths() {
    for (double inside : new double[] {0.0451, 0.1, 0.3, 0.3549}) {
      assertThat(report(1, inside, 0.2).layers()).as("%s", inside).isEmpty();
      assertThat(report(1, 0.2, inside).layers()).as("%s", inside).isEmpty();
    }
    for (double outside : new double[] {0, 0.0449, 0.3551, 0.8}) {
      assertThat(report(1, outside, 0.2).layers()).as("%s", outside).containsExactly("s0");
      assertThat(report(1, 0.2, outside).layers()).as("%s", outside).containsExactly("s0");
    }
  }

  /** Two of 25 are 8 %; a step without a band is not one of them. */
  @Test
  void moreThanEightOfAHundredStepsAreUnusual() {
    assertThat(report(0, 0.9, 0.05).unusual()).isFalse();
    assertThat(report(2, 0.9, 0.05).unusual()).isFalse();
    assertThat(report(3, 0.9, 0.05).unusual()).isTrue();
    assertThat(report(2, 0.9, 0.05).unusual(-1.0)).isTrue();
    assertThat(report(2, 0.9, 0.05).unusual(0.0)).isFalse();
    assertThat(report(3, 0.9, 0.05).unusual(1.0)).isTrue();
    assertThat(new RangeWatch(empty()).report().unusual((Double) null)).isNull();
    assertThat(new RangeWatch(empty()).report().unusual(-1.0)).isTrue();
  }

  /** Products of a step come in several parts, which have shares together. */
  @Test
  void partsOfAStepCountTogether() {
    RangeWatch watch = new RangeWatch(empty());
    watch.counted("s", new CodeEnds(10, 0, 100));
    watch.counted("s", new CodeEnds(20, 60, 200));
    assertThat(watch.shares().get("s")).containsExactly(0.1, 0.2);
  }
}
