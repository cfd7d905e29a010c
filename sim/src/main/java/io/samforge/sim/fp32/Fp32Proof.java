package io.samforge.sim.fp32;

import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import io.samforge.sim.verilator.BuildOptions;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Runs a floating-point unit in Verilator on pairs of numbers, one pair a cycle, and compares every
 * result with Java.
 */
public final class Fp32Proof implements AutoCloseable {
  private static final int ROWS = 1 << 16;

  private final Fp32Operator operator;
  private final Simulation simulation;
  private long compared;

  /** Builds the unit's simulation. */
  public Fp32Proof(Fp32Operator operator) {
    this.operator = operator;
    this.simulation = Simulation.open(operator.source(), BuildOptions.fast());
  }

  /** A result that is wrong: the operands, what the unit gave and what it should have given. */
  public record Wrong(int a, int b, int found, int expected) {
    /** Returns the four numbers in hexadecimal. */
    public String text() {
      return "%08x, %08x gives %08x, not %08x".formatted(a, b, found, expected);
    }
  }

  /**
   * Compares the cross of special values, the cross of all exponents with edge fractions, and
   * random pairs, half of them near a boundary of some rule.
   *
   * @param edgeStep takes every n-th first operand of the cross of exponents; 1 for all
   * @param randomPairs random pairs
   * @return the first wrong result, or null when all are right
   */
  public Wrong run(int edgeStep, long randomPairs, Random random, LongConsumer progress) {
    Wrong wrong = check(Fp32Pairs.specialCross());
    for (int from = 0; wrong == null && from < Fp32Pairs.edges(); from += edgeStep) {
      wrong = check(Fp32Pairs.edgeCross(from, from + 1));
      progress.accept(compared);
    }
    for (long done = 0; wrong == null && done < randomPairs; ) {
      int count = (int) Math.min(ROWS, randomPairs - done);
      boolean tiny = done / ROWS % 16 == 15;
      wrong = check(tiny ? Fp32Pairs.tiny(random, count) : Fp32Pairs.random(random, count));
      done += count;
      progress.accept(compared);
    }
    return wrong;
  }

  /** Returns the pairs compared so far. */
  public long compared() {
    return compared;
  }

  /** Runs and compares some pairs; returns the first wrong result or null. */
  public Wrong check(int[][] pairs) {
    for (int from = 0; from < pairs[0].length; from += ROWS) {
      int rows = Math.min(ROWS, pairs[0].length - from);
      Wrong wrong = compare(pairs, from, rows, respond(pairs, from, rows));
      if (wrong != null) {
        return wrong;
      }
      compared += rows;
    }
    return null;
  }

  /** Returns the results of the pairs from an index on, the first in row {@code latency()}. */
  PortRows respond(int[][] pairs, int from, int rows) {
    PortRows stimulus = simulation.layout("a", "b").rows(rows + operator.latency());
    for (int i = 0; i < rows; i++) {
      stimulus.set(i, 0, pairs[0][from + i]).set(i, 1, pairs[1][from + i]);
    }
    return simulation.run(stimulus, simulation.layout("result"));
  }

  /** Compares the rows of a response with what the pairs from an index on must give. */
  Wrong compare(int[][] pairs, int from, int rows, PortRows response) {
    for (int i = 0; i < rows; i++) {
      int a = pairs[0][from + i];
      int b = pairs[1][from + i];
      int expected = operator.expected(a, b);
      int found = (int) response.get(i + operator.latency(), 0);
      if (found != expected) {
        return new Wrong(a, b, found, expected);
      }
      if (!operator.agreesWithJava(a, b, expected)) {
        throw new IllegalStateException(
            "the model of %s is not Java's: %08x, %08x".formatted(operator.module(), a, b));
      }
    }
    return null;
  }

  @Override
  public void close() {
    simulation.close();
  }
}
