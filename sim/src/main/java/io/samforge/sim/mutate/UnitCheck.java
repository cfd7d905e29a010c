package io.samforge.sim.mutate;

import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.Random;

/**
 * The stimulus of a hardware unit and a naive model of what it answers.
 *
 * <p>A check judges a response completely by itself, so that the same check tests the unit and
 * measures how many mutants of it are noticed.
 */
public interface UnitCheck {
  /** Returns the module. */
  String module();

  /** Returns Verilog that contains the module. */
  String verilog();

  /** Returns the stimulus, one row a cycle. */
  PortRows stimulus(Simulation simulation, Random random);

  /**
   * Returns the first cycle in which the response is not that of the naive model, or -1.
   *
   * @param stimulus what {@link #stimulus} returned
   * @param response all outputs, one row a cycle
   */
  int firstWrong(PortRows stimulus, PortRows response);
}
