package io.samforge.eval.explore;

import static io.samforge.eval.explore.NumberFormat.FP32;
import static io.samforge.eval.explore.NumberFormat.INT8;
import static io.samforge.eval.explore.NumberFormat.W4A4;
import static io.samforge.eval.explore.NumberFormat.W5A5;
import static io.samforge.eval.explore.NumberFormat.W6A6;

import java.util.List;

/**
 * The accelerators that estimates are fitted to, small ones, and those that they are checked with.
 */
final class AreaPlan {
  /** Resource with the counts of the former. */
  static final String FITTED = "area-fitted.json";

  /** Resource with the counts of the latter. */
  static final String CHECKED = "area-checked.json";

  private AreaPlan() {}

  /** Returns points that vary everything that a part grows with, in every format. */
  static List<DesignPoint> fitted() {
    return List.of(
        new DesignPoint(FP32, 4, 4, 0, 256, 1, 32768, 128),
        new DesignPoint(FP32, 16, 16, 0, 256, 4, 8192, 512),
        new DesignPoint(W4A4, 16, 32, 16, 256, 4, 8192, 256),
        new DesignPoint(W4A4, 32, 32, 32, 256, 8, 4096, 512),
        new DesignPoint(W4A4, 8, 48, 0, 256, 16, 16384, 128),
        new DesignPoint(W4A4, 32, 64, 0, 256, 16, 32768, 512),
        new DesignPoint(W4A4, 80, 32, 16, 256, 8, 4096, 512, true),
        new DesignPoint(INT8, 8, 16, 0, 256, 4, 4096, 128),
        new DesignPoint(INT8, 16, 16, 0, 256, 8, 8192, 256),
        new DesignPoint(INT8, 32, 32, 0, 256, 4, 4096, 512),
        new DesignPoint(W6A6, 8, 16, 0, 256, 4, 4096, 128),
        new DesignPoint(W6A6, 16, 16, 0, 256, 8, 8192, 256),
        new DesignPoint(W6A6, 32, 32, 0, 256, 4, 4096, 512),
        new DesignPoint(W5A5, 8, 16, 0, 256, 4, 8192, 128),
        new DesignPoint(W5A5, 16, 16, 0, 256, 8, 8192, 256),
        new DesignPoint(W5A5, 32, 32, 0, 256, 4, 4096, 512));
  }

  /** Returns points several times as large, of shapes that nothing was fitted to. */
  static List<DesignPoint> checked() {
    return List.of(
        new DesignPoint(W4A4, 4, 64, 0, 1024, 4, 32768, 256),
        new DesignPoint(W4A4, 32, 128, 0, 256, 16, 32768, 512));
  }
}
