package io.samforge.calib.fold;

/**
 * A product of queries and keys with the linear steps that make them. A factor can be folded into a
 * channel: the query's row times the factor and the key's row divided by it leave the product as it
 * is.
 *
 * <p>Inner channel i of head h is at {@code h * inner + i} of both arrays. They are the record's
 * own; callers do not change them.
 *
 * @param query name of the step that makes the queries
 * @param queryRows its output channel for every inner channel of every head
 * @param key name of the step that makes the keys, the same as {@code query} if one step makes both
 * @param keyRows its output channel for every inner channel of every head
 * @param product name of the product
 * @param heads heads of the attention
 */
public record AttentionPair(
    String query, int[] queryRows, String key, int[] keyRows, String product, int heads) {
  /** Refuses rows that do not fit each other or the heads. */
  public AttentionPair {
    if (queryRows.length != keyRows.length || heads < 1 || queryRows.length % heads != 0) {
      throw new IllegalArgumentException(
          "%s: %d rows of queries, %d of keys, %d heads"
              .formatted(product, queryRows.length, keyRows.length, heads));
    }
  }

  /** The channels of a head. */
  public int inner() {
    return queryRows.length / heads;
  }
}
