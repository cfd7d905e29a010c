package io.samforge.arch.layer;

/**
 * An operand whose entry scales lie exactly on a grid; codes are made with this operand, never with
 * the one it was snapped from.
 *
 * @param operand the operand
 * @param grid the grid with one multiplier per entry
 */
public record SnappedOperand(Operand operand, ScaleGrid grid) {

  /** Rejects an operand that is not on the grid. */
  public SnappedOperand {
    if (grid.multipliers().length != operand.entries()) {
      throw new IllegalArgumentException(
          grid.multipliers().length + " multipliers for " + operand.entries() + " entries");
    }
    for (int j = 0; j < operand.entries(); j++) {
      if (operand.entryScale(j) != grid.scale(j)) {
        throw new IllegalArgumentException(
            "entry " + j + " has the scale " + operand.entryScale(j) + ", not " + grid.scale(j));
      }
    }
  }

  /** Returns the nearest operand on a grid. */
  public static SnappedOperand snap(Operand wanted) {
    return snap(wanted, 0);
  }

  /**
   * Returns the nearest operand on a grid that leaves its multipliers room for a power of two, as
   * the weights of {@link WideWeightsOperand} need it.
   *
   * @param room the bits of that power, 0..8
   */
  public static SnappedOperand snap(Operand wanted, int room) {
    ScaleGrid grid = wanted.nearestGrid(ScaleGrid.MAX_MULTIPLIER >> room);
    return new SnappedOperand(wanted.withEntryScales(grid.scales()), grid);
  }
}
