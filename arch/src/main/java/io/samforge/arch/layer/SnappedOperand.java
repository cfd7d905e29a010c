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
    ScaleGrid grid = wanted.nearestGrid();
    return new SnappedOperand(wanted.withEntryScales(grid.scales()), grid);
  }
}
