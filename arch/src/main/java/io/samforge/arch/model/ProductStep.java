package io.samforge.arch.model;

import java.util.List;

/**
 * A batch of matrix products of two activations: {@code y[b] = left[b] right[b]} with left
 * [batch][tokens][inner], right [batch][inner][columns] and y [batch][tokens][columns].
 *
 * <p>Attention is made of them: queries with transposed keys, and probabilities with values. The
 * last {@code heads} products belong to the heads of one window: product b is head {@code b %
 * heads}.
 *
 * @param name the name of the operator in the model
 * @param left the tensor whose rows are tokens
 * @param right the tensor that takes the place of the weights
 * @param output the tensor it writes
 * @param batch products, a multiple of heads
 * @param heads heads of the attention
 * @param tokens rows of left
 * @param inner columns of left, rows of right
 * @param columns columns of right
 * @param origin what made the left tensor
 * @param shape dimensions of the output tensor; the product of all but the last two is the batch
 */
public record ProductStep(
    String name,
    String left,
    String right,
    String output,
    int batch,
    int heads,
    int tokens,
    int inner,
    int columns,
    InputOrigin origin,
    List<Long> shape)
    implements ModelStep {
  /** Refuses sizes that do not fit together. */
  public ProductStep {
    shape = List.copyOf(shape);
    if (batch < 1 || heads < 1 || batch % heads != 0 || tokens < 1 || inner < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "%s: batch %d, heads %d, %d x %d x %d"
              .formatted(name, batch, heads, tokens, inner, columns));
    }
    long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    if (elements != (long) batch * tokens * columns) {
      throw new IllegalArgumentException(
          "%s: the shape %s is not %d x %d x %d".formatted(name, shape, batch, tokens, columns));
    }
  }

  @Override
  public List<String> inputs() {
    return List.of(left, right);
  }

  @Override
  public List<String> outputs() {
    return List.of(output);
  }

  /**
   * Returns whether the results are logits or summands of them: what a softmax made is read by no
   * other softmax.
   */
  public boolean deliversLogits() {
    return origin != InputOrigin.SOFTMAX;
  }

  /** Returns the multiply-accumulate operations of all products. */
  public long macs() {
    return (long) batch * tokens * inner * columns;
  }
}
