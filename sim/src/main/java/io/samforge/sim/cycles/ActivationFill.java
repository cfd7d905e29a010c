package io.samforge.sim.cycles;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.LayerDescriptor;

/** The activation loader: units of a tile go into a bank while it is free. */
final class ActivationFill {
  final Gearbox gearbox;
  private final boolean[] full = new boolean[2];
  private final int wordsPerToken;
  private LayerDescriptor layer;
  private int bank;
  private int tile;
  private int block;
  private int unit;

  ActivationFill(AcceleratorConfig config) {
    int codes = Math.min(config.reductionLanes(), config.outputLanes());
    gearbox = new Gearbox(config.axiDataWidth(), codes * config.activationBits());
    wordsPerToken = Math.max(1, config.outputLanes() / config.reductionLanes());
  }

  void start(LayerDescriptor newLayer) {
    layer = newLayer;
    tile = 0;
  }

  boolean isFull(int which) {
    return full[which];
  }

  void release(int which) {
    full[which] = false;
  }

  boolean takesUnit() {
    return gearbox.hasWhole() && !full[bank];
  }

  /** Moves one cycle. */
  void tick(boolean beatEnters, boolean beatLast, boolean unitTaken) {
    gearbox.tick(beatEnters, beatLast, unitTaken);
    if (!unitTaken) {
      return;
    }
    int tokens = tile == layer.tiles() - 1 ? layer.lastTileTokens() : layer.tileTokens();
    if (++unit == tokens * wordsPerToken) {
      unit = 0;
      gearbox.release();
      if (++block == layer.inBlocks()) {
        block = 0;
        full[bank] = true;
        bank ^= 1;
        tile++;
      }
    }
  }

  /** Moves on by some tiles. */
  void skipTiles(int tiles) {
    tile += tiles;
  }

  /** Writes everything that decides what happens next, the tile as seen from another one. */
  void addTo(StateKey key, int fromTile) {
    gearbox.addTo(key);
    key.add(full[0]).add(full[1]).add(bank).add(tile - fromTile).add(block).add(unit);
  }
}
