package io.samforge.sim.cycles;

/** Lists the regions of a tensor or a weight stream in the order in which they are moved. */
final class RegionList {
  /** What to list. */
  record Plan(
      long base,
      int tiles,
      int blocks,
      long blockStride,
      int[] partBeats,
      int[] lastTilePartBeats,
      long tileStep) {}

  private final int beatBytes;
  private Plan plan;
  private int tile;
  private int block;
  private int part;
  private long partOffset;

  RegionList(int beatBytes) {
    this.beatBytes = beatBytes;
  }

  boolean isBusy() {
    return plan != null;
  }

  void start(Plan newPlan) {
    plan = newPlan;
    tile = 0;
    block = 0;
    part = 0;
    partOffset = 0;
  }

  /** Hands the current region to a splitter and moves on. */
  void handTo(Splitter splitter) {
    int[] beats = tile == plan.tiles() - 1 ? plan.lastTilePartBeats() : plan.partBeats();
    long offset = tile * plan.tileStep() + block * plan.blockStride() + partOffset;
    splitter.hold(plan.base() + offset * beatBytes, beats[part]);
    partOffset += beats[part];
    if (++part == beats.length) {
      part = 0;
      partOffset = 0;
      if (++block == plan.blocks()) {
        block = 0;
        if (++tile == plan.tiles()) {
          plan = null;
        }
      }
    }
  }
}
