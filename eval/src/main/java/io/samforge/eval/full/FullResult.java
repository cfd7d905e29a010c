package io.samforge.eval.full;

import io.samforge.arch.pack.ModelPackage;
import java.util.List;
import java.util.Map;

/**
 * What the simulation of a function found.
 *
 * @param model the package
 * @param function the function
 * @param units units of the function
 * @param results one for every unit that was simulated, in order
 * @param missing why the others were not, by the names of the units
 */
record FullResult(
    ModelPackage model,
    String function,
    int units,
    List<UnitResult> results,
    Map<String, String> missing) {
  /** Copies the collections. */
  FullResult {
    results = List.copyOf(results);
    missing = Map.copyOf(missing);
  }

  /** Elements that differ from the golden model. */
  long mismatches() {
    return results.stream().mapToLong(UnitResult::mismatches).sum();
  }

  /** Elements that were compared. */
  long elements() {
    return results.stream().mapToLong(UnitResult::elements).sum();
  }

  /** Multiply-accumulate operations, without padding. */
  long macs() {
    return results.stream().mapToLong(UnitResult::macs).sum();
  }

  /** Cycles of the accelerator, as if it ran the units one after the other. */
  long cycles() {
    return results.stream().mapToLong(r -> r.counters().cycles()).sum();
  }

  /** Share of the multiply-accumulate units that worked, of all cycles. */
  double utilisation() {
    double lanes = (double) model.config().reductionLanes() * model.config().outputLanes();
    return cycles() == 0 ? 0 : macs() / (cycles() * lanes);
  }

  /** Whether every unit was simulated and every bit is right. */
  boolean right() {
    return results.size() == units && mismatches() == 0;
  }
}
