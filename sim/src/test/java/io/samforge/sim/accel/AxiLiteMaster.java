package io.samforge.sim.accel;

import io.samforge.sim.Simulation;

/**
 * Drives an AXI4-Lite slave port by port: any byte strobes, any order of address and data, any
 * delay of the answers.
 */
final class AxiLiteMaster {
  private static final int BUDGET = 50;

  private final Simulation simulation;

  AxiLiteMaster(Simulation simulation) {
    this.simulation = simulation;
  }

  /** Writes all bytes. */
  void write(int address, int value) {
    write(address, value, 0xf, 0, 0, 0);
  }

  /** Writes the strobed bytes; address, data and the readiness for the answer come delayed. */
  void write(
      int address, int value, int strobes, int addressDelay, int dataDelay, int answerDelay) {
    simulation.set("s_axil_awaddr", address);
    simulation.set("s_axil_wdata", Integer.toUnsignedLong(value));
    simulation.set("s_axil_wstrb", strobes);
    boolean addressOpen = true;
    boolean dataOpen = true;
    for (int cycle = 0; cycle < BUDGET; cycle++) {
      simulation.set("s_axil_awvalid", addressOpen && cycle >= addressDelay ? 1 : 0);
      simulation.set("s_axil_wvalid", dataOpen && cycle >= dataDelay ? 1 : 0);
      simulation.set("s_axil_bready", cycle >= answerDelay ? 1 : 0);
      boolean addressMoves = fires("aw");
      boolean dataMoves = fires("w");
      boolean answered = fires("b");
      if (answered && (addressOpen || dataOpen)) {
        throw new AssertionError("a write was answered before it was there");
      }
      addressOpen &= !addressMoves;
      dataOpen &= !dataMoves;
      simulation.step();
      if (answered) {
        simulation.set("s_axil_bready", 0);
        return;
      }
    }
    throw new AssertionError("no answer to a write at " + address);
  }

  /** Reads a register. */
  int read(int address) {
    return read(address, 0);
  }

  /** Reads a register and takes the answer delayed; it must not change while it waits. */
  int read(int address, int answerDelay) {
    simulation.set("s_axil_araddr", address);
    boolean open = true;
    Long waiting = null;
    for (int cycle = 0; cycle < BUDGET; cycle++) {
      simulation.set("s_axil_arvalid", open ? 1 : 0);
      simulation.set("s_axil_rready", cycle >= answerDelay ? 1 : 0);
      boolean moves = fires("ar");
      boolean answered = fires("r");
      long data = simulation.get("s_axil_rdata");
      if (waiting != null && (waiting != data || simulation.get("s_axil_rvalid") == 0)) {
        throw new AssertionError("the answer to a read changed while it waited");
      }
      waiting = simulation.get("s_axil_rvalid") == 1 ? (Long) data : null;
      open &= !moves;
      simulation.step();
      if (answered) {
        simulation.set("s_axil_rready", 0);
        return (int) data;
      }
    }
    throw new AssertionError("no answer to a read at " + address);
  }

  private boolean fires(String channel) {
    return simulation.get("s_axil_" + channel + "valid") == 1
        && simulation.get("s_axil_" + channel + "ready") == 1;
  }
}
