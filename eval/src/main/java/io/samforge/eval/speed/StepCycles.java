package io.samforge.eval.speed;

import io.samforge.eval.network.NetworkLayer;
import io.samforge.host.RunCounters;

/**
 * The cycles of one step of a network.
 *
 * @param layer the step; null where equal steps of several networks are kept
 * @param counters the counters behind its program, without the layer log
 * @param budget what its cycles are spent on
 */
public record StepCycles(NetworkLayer layer, RunCounters counters, CycleBudget budget) {
  StepCycles named(NetworkLayer name) {
    return new StepCycles(name, counters, budget);
  }
}
