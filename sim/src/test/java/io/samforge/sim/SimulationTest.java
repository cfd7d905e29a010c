package io.samforge.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelSource;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static Simulation counter() {
    return Simulation.open(TestDesigns.source("counter"), BuildOptions.quick());
  }

  @Test
  void stepsThroughResetAndCounting() {
    try (Simulation sim = counter()) {
      sim.reset();
      sim.set("enable", 1);
      sim.set("step", 3);
      sim.step(5);
      assertThat(sim.get("count")).isEqualTo(15);
      assertThat(sim.cycle()).isEqualTo(Simulation.RESET_CYCLES + 5);
      sim.set("step", 0xffff);
      assertThat(sim.get("next")).as("combinational output before the edge").isEqualTo(15 + 0xffff);
      assertThat(sim.get("count")).isEqualTo(15);
      sim.step();
      assertThat(sim.get("count")).isEqualTo(15 + 0xffff);
    }
  }

  @Test
  void readsAndWritesPortsOfAnyWidth() {
    BigInteger mask = new BigInteger("abcdef0123456789abcdef012", 16);
    try (Simulation sim = counter()) {
      assertThat(sim.port("mask").width()).isEqualTo(100);
      sim.set("mask", mask);
      assertThat(sim.getBig("wide")).isEqualTo(mask.xor(BigInteger.valueOf(0x5a5a5)));
      sim.set("mask", BigInteger.ONE.negate());
      assertThat(sim.getBig("wide"))
          .isEqualTo(
              BigInteger.ONE
                  .shiftLeft(100)
                  .subtract(BigInteger.ONE)
                  .xor(BigInteger.valueOf(0x5a5a5)));
      byte[] packed = new byte[13];
      packed[12] = 0x0f;
      sim.set("mask", packed);
      assertThat(sim.getPacked("wide")[12]).isEqualTo((byte) 0x0f);
    }
  }

  @Test
  void namesPortAndValueInErrors() {
    try (Simulation sim = counter()) {
      assertThatThrownBy(() -> sim.set("steps", 1))
          .isInstanceOf(UserError.class)
          .hasMessage(
              "port steps: top module counter has only"
                  + " clk, count, enable, mask, next, reset, step, wide");
      assertThatThrownBy(() -> sim.set("step", 0x10000))
          .hasMessage("port step: 65536 does not fit in 16 bits");
      assertThatThrownBy(() -> sim.set("count", 1)).hasMessage("port count: is an output");
      assertThatThrownBy(() -> sim.set("clk", 1)).hasMessage("port clk: is driven by step and run");
      assertThatThrownBy(() -> sim.get("wide")).hasMessage("port wide: has 100 bits; use getBig");
      assertThatThrownBy(() -> sim.set("mask", new byte[12]))
          .hasMessage("port mask: takes 13 bytes, 12 given");
    }
  }

  @Test
  void batchEqualsSignalBySignal() {
    long seed = TestDesigns.seed(1);
    Random random = new Random(seed);
    int cycles = 2000;
    try (Simulation single = counter();
        Simulation batched = counter()) {
      PortLayout inputs = batched.layout("reset", "enable", "step");
      PortRows stimulus = inputs.rows(cycles);
      for (int c = 0; c < cycles; c++) {
        stimulus.set(c, "reset", random.nextInt(50) == 0 ? 1 : 0);
        stimulus.set(c, "enable", random.nextInt(2));
        stimulus.set(c, "step", random.nextInt(1 << 16));
      }
      PortRows response = batched.run(stimulus, batched.outputs());
      for (int c = 0; c < cycles; c++) {
        for (Port port : inputs.ports()) {
          single.set(port.name(), stimulus.get(c, port.name()));
        }
        for (Port port : single.outputs().ports()) {
          assertThat(response.getBig(c, port.name()))
              .as("seed %d, cycle %d, port %s", seed, c, port.name())
              .isEqualTo(single.getBig(port.name()));
        }
        single.step();
      }
      assertThat(batched.get("count")).isEqualTo(single.get("count"));
      assertThat(batched.cycle()).isEqualTo(cycles);
    }
  }

  @Test
  void refusesStrayBitsInPackedRows() {
    try (Simulation sim = counter()) {
      PortRows stimulus = sim.layout("enable").rows(3);
      stimulus.bytes()[2] = 2;
      assertThatThrownBy(() -> sim.run(stimulus, sim.outputs()))
          .isInstanceOf(SimulationException.class)
          .hasMessage("stimulus row 2: port enable takes 1 bits, higher bits are set");
    }
  }

  @Test
  void runsCombinationalTopsWithEscapedNames() {
    try (Simulation sim = Simulation.open(TestDesigns.source("alu"), BuildOptions.quick())) {
      PortRows stimulus = sim.layout("a__x", "b", "while").rows(1 << 16);
      for (int i = 0; i < 1 << 16; i++) {
        stimulus.set(i, "a__x", (byte) i).set(i, "b", (byte) (i >> 8));
      }
      PortRows response = sim.run(stimulus, sim.layout("y$"));
      for (int i = 0; i < 1 << 16; i++) {
        assertThat(response.getSigned(i, "y$")).isEqualTo((byte) i * (byte) (i >> 8));
      }
      sim.set("while", 1);
      sim.set("a__x", -128);
      sim.set("b", -128);
      assertThat(sim.getSigned("y$")).isEqualTo(-256);
      assertThatThrownBy(sim::step).hasMessage("top module alu has no port clk");
    }
  }

  @Test
  void designThatStopsItselfRaisesAnException() {
    String verilog =
        """
        module stopper (input clk, output reg [3:0] n);
          always @(posedge clk) begin
            n <= n + 4'd1;
            if (n == 4'd9) $finish;
          end
        endmodule
        """;
    try (Simulation sim =
        Simulation.open(ModelSource.text("stopper", verilog), BuildOptions.quick())) {
      sim.step(9);
      assertThatThrownBy(sim::step)
          .isInstanceOf(SimulationException.class)
          .hasMessage("the design called $finish at stopper.v:4");
    }
  }

  @Test
  void countsOpenModels() {
    int before = Simulation.openCount();
    Simulation sim = counter();
    assertThat(Simulation.openCount()).isEqualTo(before + 1);
    sim.close();
    sim.close();
    assertThat(Simulation.openCount()).isEqualTo(before);
    assertThatThrownBy(() -> sim.get("count"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the simulation is closed");
  }

  @Test
  void opensAndClosesManyModels() {
    for (int i = 0; i < 300; i++) {
      try (Simulation first = counter();
          Simulation second = counter()) {
        first.set("enable", 1);
        first.set("step", i);
        first.step(2);
        second.step(2);
        assertThat(first.get("count")).isEqualTo(2L * i);
        assertThat(second.get("count")).isZero();
      }
    }
  }
}
