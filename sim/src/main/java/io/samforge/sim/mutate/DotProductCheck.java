package io.samforge.sim.mutate;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One dot-product lane of eight products: random weights, operands and enables, against sums of
 * plain integers that move through two stages.
 *
 * @param config a configuration with eight reduction lanes
 * @param cycles cycles of the stimulus
 */
public record DotProductCheck(AcceleratorConfig config, int cycles) implements UnitCheck {
  private static final int LANES = 8;
  private static final int HALF = LANES / 2;

  /** Requires eight reduction lanes. */
  public DotProductCheck {
    if (config.reductionLanes() != LANES) {
      throw new IllegalArgumentException("the naive model has " + LANES + " lanes");
    }
  }

  @Override
  public String module() {
    return "DotProductLane";
  }

  @Override
  public String verilog() {
    return RtlGenerator.accelerator(config);
  }

  @Override
  public PortRows stimulus(Simulation simulation, Random random) {
    List<String> ports = new ArrayList<>(List.of("row", "load", "commit"));
    for (int i = 0; i < LANES; i++) {
      ports.addAll(List.of("upsilon_" + i, "shift_" + i, "enable_" + i));
    }
    for (int stage = 0; stage < 2; stage++) {
      ports.addAll(List.of("multiply_enable_" + stage, "shift_enable_" + stage));
    }
    PortRows rows = simulation.layout(ports.toArray(String[]::new)).rows(cycles);
    int rowBits = LANES * config.weightBits();
    for (int c = 0; c < cycles; c++) {
      rows.set(c, "row", new BigInteger(rowBits, random));
      rows.set(c, "load", random.nextInt(2)).set(c, "commit", random.nextInt(3) == 0 ? 1 : 0);
      for (int i = 0; i < LANES; i++) {
        rows.set(c, "upsilon_" + i, random.nextInt(1 << config.activationBits()));
        rows.set(c, "shift_" + i, random.nextInt(config.widths().shiftLimit()));
        rows.set(c, "enable_" + i, random.nextInt(2));
      }
      for (int stage = 0; stage < 2; stage++) {
        rows.set(c, "multiply_enable_" + stage, random.nextInt(4) == 0 ? 0 : 1);
        rows.set(c, "shift_enable_" + stage, random.nextInt(4) == 0 ? 0 : 1);
      }
    }
    return rows;
  }

  @Override
  public int firstWrong(PortRows in, PortRows out) {
    long[] shadow = new long[LANES];
    long[] weights = new long[LANES];
    Path multiply = new Path("multiply", config.widths());
    Path shift = new Path("shift", config.widths());
    for (int c = 0; c < cycles; c++) {
      if (out.getSigned(c, "dot_multiply") != multiply.sum
          || out.getSigned(c, "dot_shift") != shift.sum) {
        return c;
      }
      multiply.clock(in, c, weights);
      shift.clock(in, c, weights);
      if (in.get(c, "commit") == 1) {
        weights = shadow.clone();
      }
      if (in.get(c, "load") == 1) {
        BigInteger row = in.getBig(c, "row");
        for (int i = 0; i < LANES; i++) {
          long code = row.shiftRight(i * config.weightBits()).longValue();
          int unused = Long.SIZE - config.weightBits();
          shadow[i] = code << unused >> unused;
        }
      }
    }
    return -1;
  }

  /** One of the two paths: sums of four products, then their sum. */
  private static final class Path {
    private final String name;
    private final Widths widths;
    private final long[] halves = new long[2];
    private long sum;

    Path(String name, Widths widths) {
      this.name = name;
      this.widths = widths;
    }

    void clock(PortRows in, int cycle, long[] weights) {
      if (in.get(cycle, name + "_enable_1") == 1) {
        sum = halves[0] + halves[1];
      }
      if (in.get(cycle, name + "_enable_0") == 1) {
        for (int half = 0; half < 2; half++) {
          halves[half] = 0;
          for (int i = half * HALF; i < (half + 1) * HALF; i++) {
            halves[half] += weights[i] * operand(in, cycle, i);
          }
        }
      }
    }

    private long operand(PortRows in, int cycle, int lane) {
      if (name.equals("multiply")) {
        return in.get(cycle, "upsilon_" + lane);
      }
      long shift = in.get(cycle, "shift_" + lane);
      if (shift >= widths.shiftLimit()) {
        throw new IllegalArgumentException("shift " + shift + " is beyond the limit");
      }
      return in.get(cycle, "enable_" + lane) << shift;
    }
  }
}
