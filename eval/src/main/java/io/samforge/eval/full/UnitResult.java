package io.samforge.eval.full;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.RunCounters;

/**
 * What the simulation of one unit found.
 *
 * @param unit number of the unit
 * @param name name of its first step
 * @param kind {@code linear} or {@code product}
 * @param programs starts of the accelerator
 * @param layers descriptors that ran
 * @param macs multiply-accumulate operations, without padding
 * @param elements output elements that were compared, padding included
 * @param mismatches elements that differ from the golden model
 * @param firstMismatch where the first one is, in two lines; empty when every bit agrees
 * @param program first product of the run, and
 * @param layer layer of the program with the first mismatch; -1 when there is none
 * @param counters the counters of all runs, without the log of their layers
 * @param seconds time that the simulation took
 */
record UnitResult(
    int unit,
    String name,
    String kind,
    int programs,
    int layers,
    long macs,
    long elements,
    long mismatches,
    String firstMismatch,
    int program,
    int layer,
    RunCounters counters,
    double seconds) {
  /** Share of the multiply-accumulate units that worked, of all cycles. */
  double utilisation(AcceleratorConfig config) {
    return macs / (counters.cycles() * (double) config.reductionLanes() * config.outputLanes());
  }
}
