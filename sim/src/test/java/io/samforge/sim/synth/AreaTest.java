package io.samforge.sim.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.tool.CellCounts;
import io.samforge.sim.tool.Yosys;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Areas of a small hierarchy, against Yosys' own totals and against counts made by hand. */
class AreaTest {
  /** Three leaves in each of two branches, one leaf beside them: seven of one register each. */
  private static final String THREE_LEVELS =
      """
      module Leaf (input wire clk, input wire d, output reg q);
        always @(posedge clk) q <= d;
      endmodule
      module Branch (input wire clk, input wire [2:0] d, output reg q);
        wire [2:0] r;
        Leaf first (clk, d[0], r[0]);
        Leaf second (clk, d[1], r[1]);
        Leaf third (clk, d[2], r[2]);
        always @(posedge clk) q <= ^r;
      endmodule
      module Accelerator (
        input wire clk, input wire [6:0] d, input wire [31:0] a, input wire [4:0] i,
        output wire [2:0] q, output reg [31:0] m
      );
        reg [31:0] memory [0:1023];
        Branch low (clk, d[2:0], q[0]);
        Branch high (clk, d[5:3], q[1]);
        Leaf alone (clk, d[6], q[2]);
        always @(posedge clk) begin
          memory[a[9:0]] <= a;
          m <= memory[i];
        end
      endmodule
      """;

  private static final AcceleratorConfig CONFIG =
      AcceleratorConfig.load(
          Path.of(System.getProperty("samforge.root", ".."), "configs", "tiny.json"));

  @Test
  void modulesAreCountedOnceAndMultipliedByTheirInstances() {
    DesignArea design = AreaSynthesis.onPath().count(CONFIG, THREE_LEVELS);
    Map<String, Long> instances =
        design.modules().stream()
            .collect(Collectors.toMap(ModuleArea::module, ModuleArea::instances));
    assertThat(instances).isEqualTo(Map.of("Accelerator", 1L, "Branch", 2L, "Leaf", 7L));
    assertThat(design.module("Leaf").own()).isEqualTo(new Area(0, 1, 0, 0));
    assertThat(design.module("Branch").own()).isEqualTo(new Area(1, 1, 0, 0));
    assertThat(design.module("Branch").withChildren()).isEqualTo(new Area(1, 4, 0, 0));
    Area sum = design.modules().stream().map(ModuleArea::everywhere).reduce(Area.NONE, Area::plus);
    assertThat(design.total()).isEqualTo(sum);
    assertThat(design.total().bram()).isEqualTo(1.0);
    assertThat(design.multipliers()).isEqualTo(32);
    assertThat(design.tool()).startsWith("Yosys ");
  }

  @Test
  void totalsAreThoseOfYosys() {
    CellCounts cells =
        Yosys.onPath()
            .cells(
                ModelSource.text("Accelerator", THREE_LEVELS),
                List.of(AreaSynthesis.ULTRASCALE + " -top Accelerator"));
    assertThat(AreaSynthesis.onPath().count(CONFIG, THREE_LEVELS).total())
        .isEqualTo(Area.of(cells));
  }

  @Test
  void anInstanceLessChangesTheTotalByItsArea() {
    DesignArea all = AreaSynthesis.onPath().count(CONFIG, THREE_LEVELS);
    String without =
        THREE_LEVELS.replace("Branch high (clk, d[5:3], q[1]);", "assign q[1] = d[3];");
    DesignArea less = AreaSynthesis.onPath().count(CONFIG, without);
    assertThat(less.module("Leaf").instances()).isEqualTo(4);
    assertThat(less.total().plus(all.module("Branch").withChildren())).isEqualTo(all.total());
    assertThatThrownBy(() -> less.module("Twig")).hasMessage("no module Twig");
  }

  @Test
  void productsInDspsTakeNoLookUpTables() {
    String json = CONFIG.toJson().replace("\"sim\"", "\"sim\", \"dspLanes\": 4");
    String verilog = RtlGenerator.accelerator(AcceleratorConfig.fromJson(json, "packed"));
    CellCounts cells =
        Yosys.onPath()
            .cells(
                ModelSource.text("DspCascade", verilog),
                List.of(AreaSynthesis.ULTRASCALE + " -top DspCascade"));
    assertThat(cells.count("DSP48E2")).isEqualTo(4);
    // Nothing in fabric but the inverters of the top bits of four sums, which move into the trees.
    assertThat(cells.count("INV") + Area.of(cells).lut()).isEqualTo(4);
    assertThat(Area.of(cells).ff()).isZero();
  }

  @Test
  void halfBlockRamsAddUp() {
    Area half = Area.of(new CellCounts(Map.of("RAMB18E2", 3, "LUT4", 2, "RAM64M8", 1)));
    assertThat(half).isEqualTo(new Area(10, 0, 0, 1.5));
    assertThat(half.times(2)).isEqualTo(new Area(20, 0, 0, 3));
  }

  @Test
  void namesTheMissingTool() {
    AreaSynthesis synthesis = new AreaSynthesis(new Yosys(new Toolchain("")));
    assertThatThrownBy(() -> synthesis.count(CONFIG, THREE_LEVELS))
        .isInstanceOf(UserError.class)
        .hasMessage("yosys was not found on the PATH: run `make setup`");
  }
}
