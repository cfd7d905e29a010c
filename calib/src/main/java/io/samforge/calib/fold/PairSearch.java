package io.samforge.calib.fold;

import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.model.HostStep;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.graph.StagedModel;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.OnnxFunction;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Finds the steps and channels behind the two sides of one product. */
final class PairSearch {
  private final StagedModel model;
  private final ProductStep product;
  private final OnnxFunction.Factory functions;

  PairSearch(StagedModel model, ProductStep product, OnnxFunction.Factory functions) {
    this.model = model;
    this.product = product;
    this.functions = functions;
  }

  /**
   * Finds the pair.
   *
   * @throws NotFoldableException if a side is not made of channels of one linear step, or something
   *     else reads those channels
   */
  AttentionPair find() throws NotFoldableException {
    LinearStep query = maker("left", product.left());
    LinearStep key = maker("right", product.right());
    ChannelTrace queries = ChannelTrace.of(model, query, functions);
    ChannelTrace keys = key.equals(query) ? queries : ChannelTrace.of(model, key, functions);
    int[] queryRows = rows("left", queries, product.left(), this::leftPlace);
    int[] keyRows = rows("right", keys, product.right(), this::rightPlace);
    if (key.equals(query) && set(queryRows).intersects(set(keyRows))) {
      throw new NotFoldableException("queries and keys are the same channels of " + query.name());
    }
    requireNoOtherReader("queries", queries, queryRows, product.left());
    requireNoOtherReader("keys", keys, keyRows, product.right());
    return new AttentionPair(
        query.name(), queryRows, key.name(), keyRows, product.name(), product.heads());
  }

  /** The linear step whose moved output a side is. */
  private LinearStep maker(String side, String tensor) throws NotFoldableException {
    Optional<String> current = Optional.of(tensor);
    while (current.isPresent()) {
      Optional<ModelStep> step = writer(current.get());
      if (step.isPresent() && step.get() instanceof LinearStep linear) {
        if (linear.activation() != ActivationFunction.IDENTITY) {
          throw new NotFoldableException(
              "its %s side is behind the %s of %s"
                  .formatted(side, linear.activation(), linear.name()));
        }
        return linear;
      }
      String wanted = current.get();
      current =
          step.filter(HostStep.class::isInstance)
              .flatMap(
                  s -> new HostMoves(s.name(), model.hostParts().get(s.name())).source(wanted));
    }
    throw new NotFoldableException(
        "its %s side is not the moved output of one linear step".formatted(side));
  }

  private Optional<ModelStep> writer(String tensor) {
    return model.graph().steps().stream().filter(s -> s.outputs().contains(tensor)).findFirst();
  }

  private int leftPlace(int index) {
    int head = index / (product.tokens() * product.inner()) % product.heads();
    return head * product.inner() + index % product.inner();
  }

  private int rightPlace(int index) {
    int head = index / (product.inner() * product.columns()) % product.heads();
    return head * product.inner() + index / product.columns() % product.inner();
  }

  /** The channel at every inner place of every head. */
  private int[] rows(String side, ChannelTrace trace, String tensor, IntUnaryOperator place)
      throws NotFoldableException {
    FloatTensor channels =
        trace
            .channels(tensor)
            .orElseThrow(() -> new NotFoldableException("its %s side is mixed".formatted(side)));
    int[] rows = new int[product.heads() * product.inner()];
    Arrays.fill(rows, -1);
    for (int i = 0; i < channels.data().length; i++) {
      int at = place.applyAsInt(i);
      int channel = (int) channels.data()[i];
      if (rows[at] >= 0 && rows[at] != channel) {
        throw new NotFoldableException(
            "an inner place of its %s side holds several channels".formatted(side));
      }
      rows[at] = channel;
    }
    if (set(rows).cardinality() != rows.length) {
      throw new NotFoldableException(
          "a channel is at several inner places of its %s side".formatted(side));
    }
    return rows;
  }

  private void requireNoOtherReader(String what, ChannelTrace trace, int[] rows, String side)
      throws NotFoldableException {
    List<ChannelTrace.Use> uses = trace.uses();
    BitSet needed = set(rows);
    for (ChannelTrace.Use use : uses) {
      boolean own = use.reader().equals(product.name()) && use.tensor().equals(side);
      if (!own && use.channels().intersects(needed)) {
        throw new NotFoldableException("its %s are also read by %s".formatted(what, use.reader()));
      }
    }
  }

  private static BitSet set(int[] rows) {
    BitSet set = new BitSet();
    Arrays.stream(rows).forEach(set::set);
    return set;
  }
}
