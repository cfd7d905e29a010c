package io.samforge.eval.explore;

import io.samforge.sim.synth.Area;
import io.samforge.sim.synth.DesignArea;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a full hierarchical synthesis counted.
 *
 * @param point the accelerator
 * @param verilog hash of what was synthesised, {@link CountedAreas#hash}
 * @param tool name and version of what counted
 * @param parts the area of every part
 */
public record AreaSample(
    DesignPoint point, String verilog, String tool, Map<AreaPart, Area> parts) {
  /** Copies the map. */
  public AreaSample {
    parts = Collections.unmodifiableMap(new EnumMap<>(parts));
  }

  static AreaSample of(DesignPoint point, String verilog, DesignArea design) {
    return new AreaSample(point, verilog, design.tool(), AreaPart.of(design));
  }

  /** Returns the area of the whole design. */
  public Area total() {
    return parts.values().stream().reduce(new Area(0, 0, 0, 0), Area::plus);
  }
}
