package io.samforge.sim.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YosysTest {
  private static final ModelSource REGISTER =
      ModelSource.text(
          "register",
          """
          module register (
            input wire clk, input wire [6:0] d, input wire [1:0] a, input wire w,
            output reg [6:0] q, output wire [2:0] m
          );
            reg [2:0] memory [0:2];
            always @(posedge clk) begin
              q <= d;
              if (w) memory[a] <= d[2:0];
            end
            assign m = memory[a];
          endmodule
          """);

  @Test
  void countsStoredBitsOfRegistersAndMemories() {
    assertThat(Yosys.onPath().storageBits(REGISTER)).isEqualTo(7 + 3 * 3);
  }

  @Test
  void countsCellsOfADevice() {
    CellCounts cells =
        Yosys.onPath().cells(REGISTER, List.of("synth_xilinx -family xcup -flatten"));
    assertThat(cells.countPrefix("FD")).isGreaterThanOrEqualTo(7);
    assertThat(cells.count("none")).isZero();
  }

  @Test
  void countsEveryKindOfFlipFlop() {
    CellCounts cells =
        new CellCounts(
            Map.of(
                "$dff_16",
                2,
                "$dffe_3",
                1,
                "$sdff_4",
                1,
                "$adffe_5",
                1,
                "$dffsre_6",
                1,
                "$mux_16",
                9));
    assertThat(cells.flipFlopBits()).isEqualTo(32 + 3 + 4 + 5 + 6);
  }

  @Test
  void refusesUndrivenNetsAndLoops() {
    String undriven = "module top (output wire q); wire x; assign q = ~x; endmodule";
    assertThatThrownBy(() -> Yosys.onPath().check(ModelSource.text("top", undriven)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("yosys refuses top module top: Warning: Wire top.\\x is used");
    Yosys.onPath().check(REGISTER);
  }

  @Test
  void namesTheMissingTool() {
    assertThatThrownBy(() -> new Yosys(new Toolchain("")).check(REGISTER))
        .isInstanceOf(UserError.class)
        .hasMessage("yosys was not found on the PATH: run `make setup`");
  }

  @Test
  void lintReportsTheFirstWarning() {
    String unused =
        "module top (input wire a, input wire b, output wire q); assign q = a; endmodule\n";
    assertThatThrownBy(() -> VerilatorLint.onPath().check(ModelSource.text("top", unused)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Signal is not used: 'b'");
    VerilatorLint.onPath().check(REGISTER);
  }
}
