package io.samforge.sim.synth;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/**
 * The outcome of a synthesis, and the content of {@code build/report/synth.json}.
 *
 * @param target the board
 * @param config name of the configuration; for a board without an accelerator what it holds
 * @param configHash hash of the configuration
 * @param lut look-up tables
 * @param ff flip-flops
 * @param dsp multiplier blocks
 * @param bram block RAMs, see {@link Utilisation}
 * @param fmaxMHz highest clock frequency after place and route; null where no open tool can tell
 * @param clockMHz clock frequency that was asked for
 * @param seconds time that the tools took
 * @param tools name and version of every tool
 * @param bitstream the file that configures the board; null where no open tool makes one
 */
public record SynthResult(
    String target,
    String config,
    String configHash,
    int lut,
    int ff,
    int dsp,
    int bram,
    Double fmaxMHz,
    double clockMHz,
    double seconds,
    java.util.List<String> tools,
    String bitstream) {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().create();

  /** Copies the list. */
  public SynthResult {
    tools = java.util.List.copyOf(tools);
  }

  /** Returns whether the clock is fast enough, as far as it is known. */
  public boolean meetsClock() {
    return fmaxMHz == null || fmaxMHz >= clockMHz;
  }

  /** Returns what the design takes. */
  public Utilisation utilisation() {
    return new Utilisation(lut, ff, dsp, bram);
  }

  /** Returns the result as JSON. */
  public String json() {
    return GSON.toJson(this) + "\n";
  }
}
