package io.samforge.calib.synth;

/**
 * The relative positions of attention along one axis.
 *
 * @param side tokens along the axis
 * @param headDim channels of a head
 */
record SamVitTables(int side, int headDim) {
  /** Standard deviation of the absolute positions. */
  static final double POSITION = 0.2;

  private static final double RELATIVE_POSITION = 0.5;

  /** The parameter: one row of {@code headDim} for each of {@code 2 side - 1} distances. */
  float[] positions(RandomWeights random, String name) {
    double deviation = RELATIVE_POSITION / Math.sqrt(headDim);
    return random.normal(name, (2 * side - 1) * headDim, 0, deviation);
  }

  /** The row of the parameter for every query and key, row-major. */
  long[] distances() {
    long[] rows = new long[side * side];
    for (int query = 0; query < side; query++) {
      for (int key = 0; key < side; key++) {
        rows[query * side + key] = (long) query - key + side - 1;
      }
    }
    return rows;
  }

  /** The gathered table {@code [query][key][head dim]}, or with the last two exchanged. */
  float[] pairs(float[] positions, boolean exchanged) {
    float[] table = new float[side * side * headDim];
    long[] rows = distances();
    for (int pair = 0; pair < rows.length; pair++) {
      for (int c = 0; c < headDim; c++) {
        int query = pair / side;
        int key = pair % side;
        int place = exchanged ? (query * headDim + c) * side + key : pair * headDim + c;
        table[place] = positions[(int) rows[pair] * headDim + c];
      }
    }
    return table;
  }
}
