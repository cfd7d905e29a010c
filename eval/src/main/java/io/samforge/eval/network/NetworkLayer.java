package io.samforge.eval.network;

/**
 * Equal matrix products {@code [tokens][in] x [in][out]} that one step of a network consists of.
 *
 * @param name the step
 * @param count products: 1, or one for each window and head
 * @param tokens rows of the left operand of one product
 * @param in columns of the left operand, rows of the right
 * @param out columns of the right operand
 * @param use what the left operand is
 * @param coded whether an activation function follows, whose result is read as codes
 * @param logits whether the results are what a softmax sees, or summands of it
 */
public record NetworkLayer(
    String name,
    int count,
    int tokens,
    int in,
    int out,
    OperandUse use,
    boolean coded,
    boolean logits) {
  /** Refuses empty products. */
  public NetworkLayer {
    if (count < 1 || tokens < 1 || in < 1 || out < 1) {
      throw new IllegalArgumentException(
          "layer %s: %d products of %d x %d x %d".formatted(name, count, tokens, in, out));
    }
  }

  /** Creates products that are no logits. */
  public NetworkLayer(
      String name, int count, int tokens, int in, int out, OperandUse use, boolean coded) {
    this(name, count, tokens, in, out, use, coded, false);
  }

  /** Creates the logits of an attention, or summands of them. */
  static NetworkLayer logits(String name, int count, int tokens, int in, int out) {
    return new NetworkLayer(name, count, tokens, in, out, OperandUse.GROUPED, false, true);
  }

  /** Returns the multiply-accumulate operations of all products. */
  public long macs() {
    return (long) count * tokens * in * out;
  }
}
