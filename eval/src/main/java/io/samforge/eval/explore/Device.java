package io.samforge.eval.explore;

import io.samforge.arch.UserError;
import io.samforge.sim.synth.Area;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What devices have to offer, from the tables of AMD's data sheets DS891, DS987 and DS962. */
public enum Device {
  /** XCZU9EG of the board ZCU102. */
  ZCU102(274_080, 548_160, 2_520, 912),
  /** XCK26 of the board KV260. */
  KV260(117_120, 234_240, 1_248, 144),
  /** XCU250 of the card Alveo U250. */
  U250(1_728_000, 3_456_000, 12_288, 2_688);

  private final Area area;

  Device(long lut, long ff, long dsp, double bram) {
    area = new Area(lut, ff, dsp, bram);
  }

  /** Returns everything of it. */
  public Area area() {
    return area;
  }

  /** Returns the share that a design takes of what it takes most of. */
  public double share(Area design) {
    double logic = Math.max((double) design.lut() / area.lut(), (double) design.ff() / area.ff());
    double blocks = Math.max((double) design.dsp() / area.dsp(), design.bram() / area.bram());
    return Math.max(logic, blocks);
  }

  /**
   * Returns the device of a name.
   *
   * @throws UserError if there is none
   */
  public static Device named(String name) {
    return Arrays.stream(values())
        .filter(device -> device.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "device %s is unknown; allowed: %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(d -> d.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
  }
}
