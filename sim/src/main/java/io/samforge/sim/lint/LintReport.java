package io.samforge.sim.lint;

import java.util.List;

/**
 * What the linters said about a design.
 *
 * @param verilator Verilator's warnings and errors that no waiver covers
 * @param waived every waiver with the number of warnings that it covers
 * @param yosys Yosys's warnings and errors
 */
public record LintReport(List<String> verilator, List<Waived> waived, List<String> yosys) {

  /**
   * A waiver in use.
   *
   * @param waiver the waiver
   * @param warnings warnings that it covers in this design
   */
  public record Waived(Waiver waiver, long warnings) {}

  /** Copies the lists. */
  public LintReport {
    verilator = List.copyOf(verilator);
    waived = List.copyOf(waived);
    yosys = List.copyOf(yosys);
  }

  /** Returns whether nothing is left to repair. */
  public boolean clean() {
    return verilator.isEmpty() && yosys.isEmpty();
  }

  /** Returns the number of waived warnings. */
  public long waivedWarnings() {
    return waived.stream().mapToLong(Waived::warnings).sum();
  }
}
