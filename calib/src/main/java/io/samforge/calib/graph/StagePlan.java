package io.samforge.calib.graph;

import io.samforge.calib.onnx.proto.OnnxProto.NodeProto;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the rounds of a model: the host computes all its operators of round 0, the accelerator
 * all steps of round 0, then the host those of round 1, and so on.
 *
 * <p>An operator is in the first round in which all it reads is there; an accelerated step makes
 * its output available in the round after its own. A host operator whose result is only read later
 * moves there if no more bytes have to be kept until then.
 */
final class StagePlan {
  private final Draft draft;
  private final Layout layout;
  private final Map<NodeProto, Integer> rounds = new IdentityHashMap<>();
  private final Map<String, List<NodeProto>> readers = new HashMap<>();
  private final Map<Integer, Integer> hostNodes = new HashMap<>();

  StagePlan(Draft draft) {
    this.draft = draft;
    this.layout = new Layout(draft.graph());
    for (NodeProto node : draft.alive()) {
      int round = draft.reads(node).stream().mapToInt(this::available).max().orElse(0);
      rounds.put(node, round);
      draft.writes(node).forEach(tensor -> readers.put(tensor, draft.readers(tensor)));
      if (draft.step(node).isEmpty()) {
        hostNodes.merge(round, 1, Integer::sum);
      }
    }
    for (int i = draft.alive().size() - 1; i >= 0; i--) {
      NodeProto node = draft.alive().get(i);
      if (draft.step(node).isEmpty()) {
        postpone(node);
      }
    }
  }

  /** The number of rounds. */
  int rounds() {
    return rounds.values().stream().mapToInt(round -> round + 1).max().orElse(0);
  }

  /** The living nodes of a round, in an order of execution. */
  List<NodeProto> nodes(int round) {
    return draft.alive().stream().filter(node -> rounds.get(node) == round).toList();
  }

  private int available(String tensor) {
    return draft
        .maker(tensor)
        .map(maker -> rounds.get(maker) + (draft.step(maker).isPresent() ? 1 : 0))
        .orElse(0);
  }

  private void postpone(NodeProto node) {
    int now = rounds.get(node);
    List<String> results =
        draft.writes(node).stream().filter(t -> !readers.get(t).isEmpty()).toList();
    boolean last = results.stream().anyMatch(draft.graph().outputs()::contains);
    int later =
        results.stream()
            .flatMap(tensor -> readers.get(tensor).stream())
            .mapToInt(rounds::get)
            .min()
            .orElse(now);
    if (last || later == now || hostNodes.getOrDefault(later, 0) == 0) {
      return;
    }
    long kept = results.stream().mapToLong(this::bytes).sum();
    long instead =
        draft.reads(node).stream()
            .filter(t -> !isRead(t, later, node))
            .mapToLong(this::bytes)
            .sum();
    boolean moves = layout.moved(node).isPresent();
    if (instead < kept || (moves && instead == kept)) {
      rounds.put(node, later);
      hostNodes.merge(now, -1, Integer::sum);
      hostNodes.merge(later, 1, Integer::sum);
    }
  }

  /** Whether another node reads a tensor in that round or behind it. */
  private boolean isRead(String tensor, int round, NodeProto except) {
    return readers.getOrDefault(tensor, List.of()).stream()
        .filter(reader -> !draft.writes(reader).equals(draft.writes(except)))
        .anyMatch(reader -> rounds.get(reader) >= round);
  }

  private long bytes(String tensor) {
    TensorType type = draft.graph().types().get(tensor);
    return type == null ? 0 : type.bytes();
  }
}
