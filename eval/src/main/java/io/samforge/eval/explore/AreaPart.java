package io.samforge.eval.explore;

import io.samforge.sim.synth.Area;
import io.samforge.sim.synth.DesignArea;
import io.samforge.sim.synth.ModuleArea;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/** The parts of an accelerator, each of which grows with few fields of the configuration. */
public enum AreaPart {
  /** Output lanes whose products are computed in fabric, or that sum floats. */
  LANES,
  /** Output lanes whose products are packed into DSP48E2. */
  PACKED_LANES,
  /** The lanes of the post-processor. */
  POST_LANES,
  /** The post-processor without its lanes. */
  POST,
  /** The DMA engine. */
  DMA,
  /** The activation buffer. */
  BUFFER,
  /** Decoders of operands, what packs them, and the row sum. */
  OPERANDS,
  /** Everything else. */
  CONTROL;

  /** Returns the area of every part of a synthesised design; together they are the design. */
  static Map<AreaPart, Area> of(DesignArea design) {
    Map<AreaPart, Area> parts = new EnumMap<>(AreaPart.class);
    parts.put(LANES, sum(design, m -> is(m, "(Fp32)?LaneCluster")));
    parts.put(PACKED_LANES, sum(design, m -> is(m, "PackedLaneCluster")));
    Area postLanes = sum(design, m -> is(m, "(Fp32)?PostLane"));
    parts.put(POST_LANES, postLanes);
    parts.put(POST, minus(sum(design, m -> is(m, "PostProcessor")), postLanes));
    parts.put(DMA, sum(design, m -> is(m, "DmaEngine")));
    parts.put(BUFFER, sum(design, m -> is(m, "ActivationBuffer")));
    parts.put(OPERANDS, sum(design, m -> is(m, "(OperandDecoder|RowSumLane|PackedFeed)")));
    Area known = parts.values().stream().reduce(new Area(0, 0, 0, 0), Area::plus);
    parts.put(CONTROL, minus(design.total(), known));
    return parts;
  }

  /** Modules that differ in their parameters are numbered from the second on. */
  private static boolean is(ModuleArea module, String name) {
    return module.module().matches(name + "(_\\d+)?");
  }

  private static Area sum(DesignArea design, Predicate<ModuleArea> of) {
    return design.modules().stream()
        .filter(of)
        .map(module -> module.withChildren().times(module.instances()))
        .reduce(new Area(0, 0, 0, 0), Area::plus);
  }

  private static Area minus(Area all, Area part) {
    return new Area(
        all.lut() - part.lut(),
        all.ff() - part.ff(),
        all.dsp() - part.dsp(),
        all.bram() - part.bram());
  }
}
