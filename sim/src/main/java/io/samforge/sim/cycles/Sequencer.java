package io.samforge.sim.cycles;

import io.samforge.arch.program.LayerDescriptor;

/** The walk over tiles, output tiles, chunks and tokens. */
final class Sequencer {
  private final int passCycles;
  private LayerDescriptor layer;
  private boolean active;
  private int token;
  private int chunk;
  private int outTile;
  private int tile;
  private int activationBank;
  private int sumBank;

  /** Creates the walk; a pass lasts at least some cycles. */
  Sequencer(int passCycles) {
    this.passCycles = passCycles;
  }

  void start(LayerDescriptor newLayer) {
    layer = newLayer;
    active = true;
  }

  boolean isActive() {
    return active;
  }

  boolean atPassStart() {
    return active && token == 0;
  }

  boolean atTileStart() {
    return chunk == 0;
  }

  int activationBank() {
    return activationBank;
  }

  int sumBank() {
    return sumBank;
  }

  int tileTokens() {
    return tile == layer.tiles() - 1 ? layer.lastTileTokens() : layer.tileTokens();
  }

  /** Returns whether the token that would be issued now carries data. */
  boolean hasToken() {
    return token < tileTokens();
  }

  /** Returns whether the token that would be issued now completes its output tile. */
  boolean isLastToken() {
    return chunk == layer.chunks() - 1 && token == tileTokens() - 1;
  }

  /** Issues one token; returns whether the activation bank is used up. */
  boolean issue() {
    if (++token < Math.max(tileTokens(), passCycles)) {
      return false;
    }
    token = 0;
    if (++chunk < layer.chunks()) {
      return false;
    }
    chunk = 0;
    sumBank ^= 1;
    if (++outTile < layer.outTiles()) {
      return false;
    }
    outTile = 0;
    activationBank ^= 1;
    if (++tile == layer.tiles()) {
      tile = 0;
      active = false;
    }
    return true;
  }

  /** Returns how many cycles follow that only issue a token and are not the last of their pass. */
  int plainCycles() {
    return token == 0 ? 0 : Math.max(0, tileTokens() - 1 - token);
  }

  /** Moves on by some plain cycles. */
  void skipTokens(int tokens) {
    token += tokens;
  }

  int tile() {
    return tile;
  }

  int outTile() {
    return outTile;
  }

  /** Returns the output tiles of this tile behind the one that begins. */
  int outTilesLeft() {
    return layer.outTiles() - 1 - outTile;
  }

  /** Returns the tiles behind the one that begins. */
  int tilesLeft() {
    return layer.tiles() - 1 - tile;
  }

  void skipOutTiles(int outTiles) {
    outTile += outTiles;
  }

  void skipTiles(int tiles) {
    tile += tiles;
  }

  /** Writes the banks in turn; all else is known where an output tile begins. */
  void addTo(StateKey key) {
    key.add(activationBank).add(sumBank);
  }
}
