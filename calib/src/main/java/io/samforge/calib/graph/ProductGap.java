package io.samforge.calib.graph;

import io.samforge.arch.model.ProductStep;
import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the host does between two large products of an attention, if it does the same to every
 * matrix by itself: as a part that takes any number of matrices.
 *
 * @param nodes the operators, in an order of execution
 * @param constants shapes written for any number of matrices, by the names of those they replace
 */
record ProductGap(List<NodeProto> nodes, Map<String, TensorProto> constants) {
  /**
   * Looks behind all large products for such operators in one round.
   *
   * @param host the operators of the host in the round
   * @param most elements of a product's results that are not large
   */
  static List<ProductGap> of(Draft draft, List<NodeProto> host, long most) {
    List<ProductGap> gaps = new ArrayList<>();
    for (NodeProto node : draft.alive()) {
      if (draft.step(node).orElse(null) instanceof ProductStep product
          && product.batch() > 1
          && (long) product.batch() * product.tokens() * product.columns() > most) {
        new Search(draft, host, most, product).find().ifPresent(gaps::add);
      }
    }
    return gaps;
  }

  /** Whether an operator is one of these. */
  boolean contains(NodeProto node) {
    return nodes.contains(node);
  }

  /** The search behind one product. */
  private static final class Search {
    private final Draft draft;
    private final List<NodeProto> host;
    private final long most;
    private final ProductStep product;
    private final MatrixOperators operators;
    private final Set<NodeProto> inside = Collections.newSetFromMap(new IdentityHashMap<>());

    Search(Draft draft, List<NodeProto> host, long most, ProductStep product) {
      this.draft = draft;
      this.host = host;
      this.most = most;
      this.product = product;
      this.operators = new MatrixOperators(draft.graph(), product.batch());
    }

    Optional<ProductGap> find() {
      addReaders();
      if (inside.isEmpty() || !joinsProducts()) {
        return Optional.empty();
      }
      addLargeSources();
      List<NodeProto> nodes = host.stream().filter(inside::contains).toList();
      Map<String, TensorProto> constants = new LinkedHashMap<>();
      for (NodeProto node : nodes) {
        Optional<Map<String, TensorProto>> shapes = operators.shapesForAnyNumber(node);
        if (shapes.isEmpty() || disagree(constants, shapes.get())) {
          return Optional.empty();
        }
        constants.putAll(shapes.get());
      }
      return Optional.of(new ProductGap(nodes, constants));
    }

    /** Whether one constant would have to be replaced by two, since it has free dimensions. */
    private static boolean disagree(Map<String, TensorProto> some, Map<String, TensorProto> more) {
      return more.entrySet().stream()
          .anyMatch(e -> !some.getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()));
    }

    /** All operators of the round that the results of the product reach. */
    private void addReaders() {
      Set<String> reached = new HashSet<>(Set.of(product.output()));
      for (NodeProto node : host) {
        if (draft.reads(node).stream().anyMatch(reached::contains)) {
          inside.add(node);
          reached.addAll(draft.writes(node));
        }
      }
    }

    /**
     * Whether nothing but these reads the results, and all that leaves is a product's left side.
     */
    private boolean joinsProducts() {
      List<String> leaving =
          inside.stream()
              .flatMap(node -> draft.writes(node).stream())
              .filter(tensor -> isOutput(tensor) || !isReadInside(tensor))
              .filter(tensor -> isOutput(tensor) || !draft.readers(tensor).isEmpty())
              .toList();
      if (isOutput(product.output()) || !isReadInside(product.output()) || leaving.size() != 1) {
        return false;
      }
      String left = leaving.get(0);
      List<NodeProto> readers = draft.readers(left);
      return !isOutput(left)
          && readers.size() == 1
          && draft.step(readers.get(0)).orElse(null) instanceof ProductStep second
          && second.left().equals(left)
          && !second.right().equals(left)
          && second.batch() == product.batch();
    }

    private boolean isOutput(String tensor) {
      return draft.graph().outputs().contains(tensor);
    }

    private boolean isReadInside(String tensor) {
      return !draft.readers(tensor).isEmpty() && inside.containsAll(draft.readers(tensor));
    }

    /** Also what makes large tensors that only these operators read. */
    private void addLargeSources() {
      for (int i = host.size() - 1; i >= 0; i--) {
        NodeProto node = host.get(i);
        boolean source =
            draft.writes(node).stream().anyMatch(this::isLarge)
                && draft.writes(node).stream().allMatch(t -> isReadInside(t) && !isOutput(t));
        if (source && operators.shapesForAnyNumber(node).isPresent()) {
          inside.add(node);
        }
      }
    }

    private boolean isLarge(String tensor) {
      return draft.graph().fixedFloats(tensor).filter(t -> t.elements() > most).isPresent();
    }
  }
}
