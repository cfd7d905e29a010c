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

  private static final int PAGE = 4096;
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

  /** Returns whether the list has regions of its tile left behind some more blocks. */
  boolean staysInTile(int moreBlocks) {
    return plan != null && block + moreBlocks < plan.blocks();
  }

  /** Returns whether the list is not yet in the last tile, which is shorter, some tiles later. */
  boolean staysBeforeLastTile(int moreTiles) {
    return plan != null && tile + moreTiles < plan.tiles() - 1;
  }

  /** Moves on by some blocks of the same tile. */
  void skipBlocks(int blocks) {
    block += blocks;
  }

  /** Moves on by some tiles. */
  void skipTiles(int tiles) {
    tile += tiles;
  }

  /**
   * Writes everything that decides what happens next: tile and block as seen from others, and where
   * in a page the next region begins.
   */
  void addTo(StateKey key, int fromTile, int fromBlock) {
    key.add(plan != null);
    if (plan != null) {
      long offset = tile * plan.tileStep() + block * plan.blockStride() + partOffset;
      key.add(tile - fromTile).add(block - fromBlock).add(part);
      key.add((plan.base() + offset * beatBytes) % PAGE);
    }
  }
}
