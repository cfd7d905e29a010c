package io.samforge.sim.cycles;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.rtl.dma.ParameterWrite;

/** The weight loader: parameter records and rows of weights, in turn. */
final class WeightFill {
  final Gearbox records;
  final Gearbox rows;
  private final int lanes;
  private LayerDescriptor layer;
  private boolean toRows;
  private int record;
  private int usedBanks;
  private int lane;
  private int chunk;
  private boolean shadowFull;

  WeightFill(AcceleratorConfig config) {
    lanes = config.outputLanes();
    records = new Gearbox(config.axiDataWidth(), ParameterWrite.RECORD_BITS);
    rows = new Gearbox(config.axiDataWidth(), config.reductionLanes() * config.weightBits());
  }

  void start(LayerDescriptor newLayer) {
    layer = newLayer;
    chunk = 0;
  }

  boolean isReady() {
    return shadowFull;
  }

  boolean takesRecord() {
    return records.hasWhole() && usedBanks != ParameterWrite.BANKS;
  }

  boolean takesRow() {
    return rows.hasWhole() && !shadowFull;
  }

  boolean acceptsBeat(boolean recordTaken, boolean rowTaken) {
    return toRows ? rows.accepts(rowTaken) : records.accepts(recordTaken);
  }

  /** Moves one cycle. */
  void tick(
      boolean beatEnters,
      boolean beatLast,
      boolean recordTaken,
      boolean rowTaken,
      boolean passStart,
      boolean drained) {
    records.tick(beatEnters && !toRows, beatLast, recordTaken);
    rows.tick(beatEnters && toRows, beatLast, rowTaken);
    if (beatEnters && beatLast) {
      toRows = !toRows;
    }
    if (recordTaken && ++record == lanes) {
      record = 0;
      usedBanks++;
      records.release();
    }
    if (drained) {
      usedBanks--;
    }
    if (passStart) {
      shadowFull = false;
    }
    if (rowTaken && ++lane == lanes) {
      lane = 0;
      shadowFull = true;
      if (++chunk == layer.chunks()) {
        chunk = 0;
        rows.release();
      }
    }
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    records.addTo(key);
    rows.addTo(key);
    key.add(toRows).add(record).add(usedBanks).add(lane).add(chunk).add(shadowFull);
  }
}
