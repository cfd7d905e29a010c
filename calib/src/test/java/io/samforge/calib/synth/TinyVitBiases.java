package io.samforge.calib.synth;

/**
 * The biases that attention inside a window adds to its logits.
 *
 * @param window side of the window in tokens
 * @param heads attention heads
 */
record TinyVitBiases(int window, int heads) {
  private static final double DEVIATION = 0.5;

  /** The biases {@code [head][query][key]}: one for each head and distance without its sign. */
  float[] pairs(RandomWeights random, String name) {
    int tokens = window * window;
    float[] distances = random.normal(name, heads * tokens, 0, DEVIATION);
    float[] pairs = new float[heads * tokens * tokens];
    for (int i = 0; i < pairs.length; i++) {
      int head = i / tokens / tokens;
      int query = i / tokens % tokens;
      int key = i % tokens;
      int down = Math.abs(query / window - key / window);
      int right = Math.abs(query % window - key % window);
      pairs[i] = distances[head * tokens + down * window + right];
    }
    return pairs;
  }
}
