package io.samforge.eval.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.eval.explore.DesignPoint;
import io.samforge.eval.explore.NumberFormat;
import io.samforge.eval.network.SamEncoder;
import io.samforge.eval.speed.Engine;
import io.samforge.eval.speed.LaneComparison;
import io.samforge.eval.speed.PaperEngines;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.synth.Area;
import io.samforge.sim.synth.DesignArea;
import io.samforge.sim.synth.ModuleArea;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The energy ratio that must not fall, and the records that it rests on. */
class LaneEnergyTest {
  private static final double RECORDED = 8.844;

  private static final List<Engine> ALL =
      PaperEngines.load(Path.of(System.getProperty("samforge.root", ".."), "configs"));

  private static final List<Engine> ENGINES =
      ALL.stream()
          .filter(e -> List.of(PaperEngines.BASELINE, PaperEngines.HEADLINE).contains(e.name()))
          .toList();

  @TempDir private Path folder;

  /** A change that lowers the ratio by more than 1 % fails here. */
  @Test
  void theEnergyRatioDoesNotFall() {
    LaneComparison comparison =
        LaneComparison.of(ENGINES, List.of(SamEncoder.LARGE.network()), name -> {});
    LaneEnergy energy =
        LaneEnergy.of(
            comparison,
            RecordedAreas.standard(),
            ActivityRecord.standard(),
            EnergyEstimator.standard());
    LaneEnergy.Row row = energy.headline();
    System.out.printf("SAM-L: %s, %s J, %s%n", row.ratio(), row.joules(), row.parts());
    assertThat(row.ratio().nominal()).isGreaterThan(0.99 * RECORDED);
    assertThat(row.ratio().nominal()).isBetween(row.ratio().low(), row.ratio().high());
    assertThat(row.ownActivity()).isTrue();
    LaneEnergy.Row base =
        energy.row(LaneEnergy.NETWORK, PaperEngines.BASELINE, LaneEnergy.MEMORY).orElseThrow();
    assertThat(base.joules().nominal() / row.joules().nominal())
        .isCloseTo(row.ratio().nominal(), within(1e-9));
    JsonObject json = new JsonObject();
    EnergyJson.addTo(json, energy);
    assertThat(json.get("energyRatio").getAsDouble()).isEqualTo(row.ratio().nominal());
    assertThat(json.getAsJsonArray("energyRatioInterval")).hasSize(2);
    assertThat(json.get("lutUsed").getAsLong()).isEqualTo(row.area().total().lut());
    assertThat(EnergyTable.lines(energy)).hasSize(3);
  }

  /** Records belong to the hardware of today: same hash, all modules, all counted. */
  @Test
  void recordsAreOfTheConfigurations() {
    for (Engine engine : ALL) {
      if (engine.levelsAnOctave() > 1) {
        continue;
      }
      DesignArea area = RecordedAreas.standard().find(engine.config()).orElseThrow();
      Area sum =
          area.modules().stream()
              .map(ModuleArea::everywhere)
              .reduce(new Area(0, 0, 0, 0), Area::plus);
      assertThat(sum).isEqualTo(area.total());
      assertThat(ActivityRecord.standard().has(engine.config())).as(engine.name()).isTrue();
      List<ActivityRun> runs = ActivityRecord.standard().runsLike(engine.config());
      assertThat(runs).hasSize(2);
      for (ActivityRun run : runs) {
        // A window in which nothing is computed has less.
        assertThat(run.rate()).as(engine.name() + " " + run.layer()).isBetween(0.05, 0.5);
        assertThat(run.modules().keySet())
            .isEqualTo(
                InstanceModules.of(RtlGenerator.TOP, RtlGenerator.accelerator(engine.config()))
                    .instances()
                    .keySet());
      }
      assertThat(ActivityRecord.standard().design(area)).hasSameSizeAs(area.modules());
    }
  }

  /** What was not counted switches like what has the nearest bits. */
  @Test
  void togglesOfTheNearestBits() {
    for (NumberFormat format : NumberFormat.values()) {
      DesignPoint point = new DesignPoint(format, 16, 32, 0, 256, 4, 8192, 256);
      assertThat(ActivityRecord.standard().has(point.config())).isFalse();
      List<ActivityRun> like = ActivityRecord.standard().runsLike(point.config());
      assertThat(like).hasSize(2).allMatch(run -> run.activationBits() == format.bits());
    }
    ActivityRecord four =
        new ActivityRecord(
            "",
            "",
            ActivityRecord.standard().runs().stream()
                .filter(run -> run.activationBits() <= 5)
                .toList());
    AcceleratorConfig six =
        new DesignPoint(NumberFormat.W6A6, 16, 32, 0, 256, 4, 8192, 256).config();
    assertThat(four.runsLike(six)).hasSize(2).allMatch(run -> run.activationBits() == 5);
    AcceleratorConfig floats =
        new DesignPoint(NumberFormat.FP32, 4, 16, 0, 256, 4, 8192, 256).config();
    assertThatThrownBy(() -> four.runsLike(floats)).hasMessage("no activity is recorded for FP32");
  }

  @Test
  void aReportOfAreasComesFirst() throws IOException {
    assertThat(RecordedAreas.standard().with(folder.resolve("none.json")))
        .isEqualTo(RecordedAreas.standard());
    Path broken = Files.writeString(folder.resolve("area.json"), "{\"designs\": 3}");
    assertThatThrownBy(() -> RecordedAreas.standard().with(broken))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no report of make area");
    String hash = ENGINES.get(0).config().hash();
    String area = "{\"lut\": 7, \"ff\": 0, \"dsp\": 0, \"bram\": 0.5}";
    Path counted =
        Files.writeString(
            folder.resolve("counted.json"),
            """
            {"designs": [{"configHash": "%s", "total": %s, "tool": "t", "seconds": 1,
             "modules": [{"module": "m", "instances": 1, "own": %s, "withChildren": %s}]}]}
            """
                .formatted(hash, area, area, area));
    DesignArea found =
        RecordedAreas.standard().with(counted).find(ENGINES.get(0).config()).orElseThrow();
    assertThat(found.total()).isEqualTo(new Area(7, 0, 0, 0.5));
  }
}
